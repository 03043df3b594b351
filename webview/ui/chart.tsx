import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { type Palette, palette } from "./theme.ts";

export interface Line {
  label: string;
  /** Same length as `x`; null where there is no value. */
  y: (number | null)[];
  /** Marks each value: for the few of a line that has gaps. */
  marks?: boolean;
}

export interface ChartProps {
  x: number[];
  lines: readonly [Line] | readonly [Line, Line];
  xLabel: string;
  /** Says the chart in words, for those who don't see it. */
  summary: string;
  height?: number;
}

/** Lines over steps. Redrawn in place when values come; made anew only when its size, theme or labels change. */
export function Chart({ x, lines, xLabel, summary, height = 260 }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const colours = palette.value;
  const labels = lines.map(({ label }) => label).join("\n");
  const data = [x, ...lines.map(({ y }) => y)] as uPlot.AlignedData;
  const latest = useRef(data);
  latest.current = data;

  // The values themselves arrive by setData below.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const width = () => Math.max(200, element.clientWidth);
    const made = new uPlot(optionsOf(lines, xLabel, colours, width(), height), latest.current, element);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: width(), height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [colours, labels, xLabel, height]);

  useEffect(() => plot.current?.setData(data));

  return (
    <figure class="chart">
      <div ref={box} aria-hidden="true" />
      <figcaption class="spoken">{summary}</figcaption>
    </figure>
  );
}

function showNewest(plot: uPlot): void {
  const { idx } = plot.cursor;
  if (idx === null || idx === undefined) plot.setLegend({ idx: plot.data[0].length - 1 }, false);
}

function optionsOf(
  lines: readonly Line[],
  xLabel: string,
  colours: Palette,
  width: number,
  height: number,
): uPlot.Options {
  const stroke = [colours.first, colours.second];
  const axis = {
    stroke: colours.faint,
    font: colours.font,
    grid: { stroke: colours.grid, width: 1, ...(colours.contrast ? { dash: [1, 5] } : {}) },
    ticks: { show: false },
    gap: 6,
  };
  return {
    width,
    height,
    // From zero: a loss that looks as if it fell to nothing, because the axis began at its lowest, would lie.
    scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, (high || 1) * 1.05] } },
    cursor: { drag: { x: true, y: false }, points: { size: 7 } },
    legend: { live: true },
    // With the pointer elsewhere the legend says the newest values.
    hooks: { setData: [showNewest], setCursor: [showNewest] },
    axes: [
      {
        ...axis,
        size: 30,
        grid: { show: false },
        space: 60,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10000],
      },
      { ...axis, size: 44, space: 36 },
    ],
    series: [
      { label: xLabel },
      ...lines.map((line, index) => ({
        label: line.label,
        stroke: stroke[index] ?? colours.text,
        width: index === 0 ? 1.5 : 2,
        // A dash and marks tell the lines apart where colours don't.
        ...(line.marks ? { dash: [6, 4] } : {}),
        spanGaps: line.marks === true,
        // Without `show`, points are drawn as long as there is room for them: the first step would be nothing else.
        points: line.marks ? { show: true, size: 6, fill: colours.background } : { size: 4 },
        value: (_: uPlot, value: number | null) => (value === null || value === undefined ? "–" : value.toFixed(3)),
      })),
    ],
  };
}
