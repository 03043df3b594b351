import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that src/runs raises. */
export const runsMessages = defineMessages({});
