import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that src/evaluation raises. */
export const evaluationMessages = defineMessages({});
