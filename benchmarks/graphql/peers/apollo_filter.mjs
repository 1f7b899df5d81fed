// The filter on students, as SQL; what it binds is added to `values`.

const OPERATORS = {
  gradeLevel: {
    eq: (bound) => `grade_level = ${bound}`,
    gte: (bound) => `grade_level >= ${bound}`,
    in: (bound) => `grade_level = ANY (${bound}::bigint[])`,
  },
  status: { eq: (bound) => `status = lower(${bound}::text)` },
  directoryOptOut: { eq: (bound) => `directory_opt_out = ${bound}` },
};

export function condition(where, values) {
  const bind = (value) => `$${values.push(value)}`;
  const found = (where.and ?? []).map((each) => condition(each, values));
  if (where.or) found.push(where.or.map((each) => condition(each, values)).join(" OR ") || "false");
  if (where.not) found.push(`(${condition(where.not, values)}) IS NOT TRUE`);
  for (const [field, operators] of Object.entries(OPERATORS)) {
    for (const [operator, value] of Object.entries(where[field] ?? {})) {
      found.push(operators[operator](bind(value)));
    }
  }
  const prefix = where.name?.startsWith;
  if (prefix) {
    const next = prefix.slice(0, -1) + String.fromCodePoint(prefix.codePointAt(prefix.length - 1) + 1);
    found.push(`sort_name >= ${bind(prefix)}`, `sort_name < ${bind(next)}`);
  }
  return found.length ? `(${found.map((each) => `(${each})`).join(" AND ")})` : "true";
}
