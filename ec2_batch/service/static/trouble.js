// The line under the header that says what does not work at the moment.

import { ApiError } from "./api.js";
import { find, say, show } from "./dom.js";

export function complain(sentence) {
  say(find("#trouble"), sentence);
  show(find("#trouble"), true);
}

/** Do some work, and say so under the header if the API does not play along. */
export async function attempt(work) {
  try {
    const result = await work();
    show(find("#trouble"), false);
    return result;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    complain(error.message);
    return undefined;
  }
}
