/** A sparkline on a canvas: one or two rings as lines, the first with a soft ground. */

import type { Ring } from "../core/ring";

export interface Spark {
  canvas: HTMLCanvasElement;
  rings: readonly Ring[];
  /** The value at the upper edge; 0: the greatest there is. */
  top: number;
  look: () => { stroke: string; fill: string; ground: string };
}

const FEW = 30;
const LINE_PX = 1.25;

/** Draw it anew. `width` and `height` are its size on the page, in CSS pixels. */
export function paintSpark(spark: Spark, width: number, height: number): void {
  const { canvas, rings } = spark;
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const top = spark.top || Math.max(1, ...rings.map(greatest)) * 1.1;
  const { stroke, fill, ground } = spark.look();
  context.fillStyle = ground;
  context.fillRect(0, height - 1, width, 1); // a series that has just begun stands on something
  context.strokeStyle = stroke;
  context.fillStyle = fill;
  context.lineWidth = LINE_PX;
  context.lineJoin = "round";
  rings.forEach((ring, index) => {
    const { line, ground } = trace(ring, top, width, height);
    if (index === 0) context.fill(ground);
    context.globalAlpha = index === 0 ? 1 : 0.5;
    context.stroke(line);
    context.globalAlpha = 1;
  });
}

function greatest(ring: Ring): number {
  let most = 0;
  for (let index = 0; index < ring.length; index += 1) {
    const value = ring.nth(index);
    if (value > most) most = value; // false for NaN
  }
  return most;
}

/** What was not measured is a hole in both the line and the ground under it. */
function trace(ring: Ring, top: number, width: number, height: number): { line: Path2D; ground: Path2D } {
  const step = width / (Math.max(ring.length, FEW) - 1); // a young series fills its place sooner
  const x = (index: number): number => width - (ring.length - 1 - index) * step;
  const y = (value: number): number => height - 1 - Math.min(1, value / top) * (height - 2.5);
  const line = new Path2D();
  const ground = new Path2D();
  let start = NaN;
  for (let index = 0; index <= ring.length; index += 1) {
    const value = index < ring.length ? ring.nth(index) : NaN;
    const open = !Number.isNaN(start);
    if (Number.isNaN(value)) {
      if (open) ground.lineTo(x(index - 1), height);
      if (open) ground.lineTo(start, height);
      start = NaN;
    } else {
      if (!open) start = x(index);
      if (open) line.lineTo(x(index), y(value));
      else line.moveTo(start, y(value));
      if (open) ground.lineTo(x(index), y(value));
      else ground.moveTo(start, y(value));
    }
  }
  return { line, ground };
}
