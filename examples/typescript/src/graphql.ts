// What the schema's types are in TypeScript; every document is checked against them.

import { initGraphQLTada } from "gql.tada";

import type { introspection } from "./schema.d.ts";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: {
    Date: string; // 2026-11-22
    DateTime: string; // 2026-11-22T08:15:00Z
    Decimal: string; // as text, so that no digit is lost
    EmailAddress: string;
    URL: string;
  };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";
