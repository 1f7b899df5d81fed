// A list, page by page: each page begins where the one before ended.

import { type Api, ask } from "./ask.js";
import { type ResultOf, graphql } from "./graphql.js";

const StudentPage = graphql(`
  query StudentPage($after: String, $gradeLevel: Int!) {
    students(first: 25, after: $after, where: { gradeLevel: { eq: $gradeLevel } }) {
      nodes {
        id
        name
        studentNumber
        email
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export type ListedStudent = ResultOf<typeof StudentPage>["students"]["nodes"][number];

/** Give the students of a grade level, by name. */
export async function* listStudents(api: Api, gradeLevel: number): AsyncGenerator<ListedStudent> {
  let after: string | null = null;
  do {
    const { students }: ResultOf<typeof StudentPage> = await ask(api, StudentPage, {
      after,
      gradeLevel,
    });
    yield* students.nodes;
    after = students.pageInfo.hasNextPage ? students.pageInfo.endCursor : null;
  } while (after !== null);
}
