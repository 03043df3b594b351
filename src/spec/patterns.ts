/** Names that may become part of a file name or of a candidate's full name, so without slashes, commas and spaces. */
export const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;
/** ISO 4217. */
export const currencyPattern = /^[A-Z]{3}$/;
/** A name that shells and systems accept for an environment variable. */
export const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
