// The loaders of one request: each gathers a tick's keys into one prepared statement.

import DataLoader from "dataloader";

export const STUDENT =
  "id, sourced_id, student_number, name, given_name, family_name, email, birth_date," +
  " grade_level, status, org_id, sort_name";
const COLUMNS = {
  section: "id, code, title, capacity, seats_taken, course_id, academic_session_id",
  course: "id, code, title, credits",
  org: "id, name",
  academic_session: "id, title, school_year",
  line_item: "id, title, kind, section_id",
  grade_scale_entry: "id, label, points",
};
const ofParents = (rows) =>
  `SELECT parent.id AS parent, child.* FROM unnest($1::bigint[]) AS parent (id)
   CROSS JOIN LATERAL (${rows} LIMIT $2) AS child`;
const MANY = {
  enrollments: ofParents(`SELECT sourced_id, state, section_id FROM enrollment
    WHERE student_id = parent.id ORDER BY id`),
  results: ofParents(`SELECT score, grade_scale_entry_id, line_item_id FROM result
    WHERE student_id = parent.id ORDER BY id`),
  sections: ofParents(`SELECT ${COLUMNS.section} FROM section
    WHERE course_id = parent.id ORDER BY code, id`),
  line_items: ofParents(`SELECT ${COLUMNS.line_item} FROM line_item
    WHERE section_id = parent.id ORDER BY id`),
  teachers: ofParents(`SELECT staff.name, staff.email
    FROM section_staff JOIN staff ON staff.id = section_staff.staff_id
    WHERE section_staff.section_id = parent.id ORDER BY staff.sort_name, staff.id`),
};
const COUNTS = {
  enrollments: `SELECT section_id AS parent, count(*) AS count FROM enrollment
    WHERE section_id = ANY ($1::bigint[]) AND ($2::text IS NULL OR state = $2)
    GROUP BY section_id`,
  sections: `SELECT course_id AS parent, count(*) AS count FROM section
    WHERE course_id = ANY ($1::bigint[]) AND $2::text IS NULL GROUP BY course_id`,
};

const AVERAGE_SCORE = `SELECT line_item_id AS parent, round(avg(score), 2) AS average
  FROM result WHERE line_item_id = ANY ($1::bigint[]) GROUP BY line_item_id`;

export class Loaders {
  #client;
  #made = new Map();

  constructor(client) {
    this.#client = client;
  }

  // Prepared under the given name on each connection's first use.
  async fetch(name, text, values) {
    return (await this.#client.query({ name, text, values })).rows;
  }

  one(table) {
    return this.#loader(table, async (keys) => {
      const text = `SELECT ${COLUMNS[table]} FROM ${table} WHERE id = ANY ($1::bigint[])`;
      const rows = new Map();
      for (const row of await this.fetch(`one_${table}`, text, [keys])) rows.set(row.id, row);
      return keys.map((key) => rows.get(key) ?? null);
    });
  }

  many(relation, first) {
    return this.#loader(`${relation} ${first}`, async (keys) => {
      const rows = new Map(keys.map((key) => [key, []]));
      for (const row of await this.fetch(`many_${relation}`, MANY[relation], [keys, first])) {
        rows.get(Number(row.parent)).push(row);
      }
      return keys.map((key) => rows.get(key));
    });
  }

  count(relation, state) {
    return this.#loader(`count ${relation} ${state}`, async (keys) => {
      const counts = new Map();
      for (const row of await this.fetch(`count_${relation}`, COUNTS[relation], [keys, state])) {
        counts.set(row.parent, row.count);
      }
      return keys.map((key) => counts.get(key) ?? 0);
    });
  }

  averageScore() {
    return this.#loader("average score", async (keys) => {
      const averages = new Map();
      for (const row of await this.fetch("average_score", AVERAGE_SCORE, [keys])) {
        averages.set(row.parent, row.average);
      }
      return keys.map((key) => averages.get(key) ?? null);
    });
  }

  #loader(key, load) {
    if (!this.#made.has(key)) this.#made.set(key, new DataLoader(load));
    return this.#made.get(key);
  }
}
