import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that src/plan raises. */
export const planMessages = defineMessages({});
