/** Shapes on a grid of 16, drawn with the text's colour. */
export const shapes = {
  check: "M3.2 8.4 6.5 11.7 12.8 4.6",
  cross: "M4.2 4.2 11.8 11.8 M11.8 4.2 4.2 11.8",
  dash: "M4 8h8",
  again: "M3.2 8a4.8 4.8 0 1 0 1.5-3.5 M3 2.6v2.6h2.6",
  circle: "M8 3a5 5 0 1 0 0 10 5 5 0 0 0 0-10Z",
  arc: "M8 2.6A5.4 5.4 0 1 1 2.6 8",
  warning: "M8 2.6 14 13H2L8 2.6Z M8 6.4v3.2 M8 11.2v.4",
  question: "M5.8 6.1a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.8-1.1 1.6v.3 M8 12v.4",
  pin: "M6 2.8h4 M6.6 2.8v4L4.6 9h6.8L9.4 6.8v-4 M8 9v4.4",
  pinned: "M6 2.8h4L9.4 6.8 11.4 9H4.6L6.6 6.8 6 2.8 M8 9v4.4 M7.4 3.4v5 M8.6 3.4v5",
  info: "M8 7v5 M8 4.2v.4",
} as const;

export type IconName = keyof typeof shapes;
