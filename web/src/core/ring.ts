/** The newest numbers of a series, for a sparkline: fixed size, oldest first. */

export class Ring {
  private readonly cells: Float32Array;
  private next = 0;
  private filled = 0;

  constructor(readonly size: number) {
    this.cells = new Float32Array(size);
  }

  /** Add one; null (not measured) is kept as NaN. */
  push(value: number | null | undefined): void {
    this.cells[this.next] = value ?? NaN;
    this.next = (this.next + 1) % this.size;
    this.filled = Math.min(this.filled + 1, this.size);
  }

  get length(): number {
    return this.filled;
  }

  /** Return the number at `index`, 0 being the oldest kept. */
  nth(index: number): number {
    return this.cells[(this.next - this.filled + index + this.size) % this.size] ?? NaN;
  }

  clear(): void {
    this.next = 0;
    this.filled = 0;
  }
}
