/**
 * A running fingerprint of bytes, to tell equal outputs without keeping or comparing them. Pure.
 *
 * Two polynomials over different primes, each at a place that the page draws by lot: who writes an output cannot know what
 * collides with it.
 */

const PRIMES = [2_147_483_647, 2_147_483_629] as const; // products with a place stay below 2^53
const PLACES = 1 << 21;

/** Where the polynomials are taken: the same for all digests that are compared. */
export type Places = readonly [number, number];

/** Make places of two numbers from 0 to 1. */
export function placesOf(one: number, other: number): Places {
  return [256 + Math.floor(one * (PLACES - 256)), 256 + Math.floor(other * (PLACES - 256))];
}

export class Digest {
  private first = 1;
  private second = 1;
  private length = 0;

  constructor(private readonly places: Places) {}

  add(bytes: ArrayLike<number>): void {
    const [one, other] = this.places;
    let { first, second } = this;
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = (bytes[index] ?? 0) + 1;
      first = (first * one + byte) % PRIMES[0];
      second = (second * other + byte) % PRIMES[1];
    }
    this.first = first;
    this.second = second;
    this.length += bytes.length;
  }

  /** Note bytes that nobody has seen: where, and how many. */
  addHole(offset: number, bytes: number): void {
    this.first = (this.first + ((offset * 2 + bytes) % PRIMES[0]) + 257) % PRIMES[0];
    this.length += bytes;
  }

  toString(): string {
    return `${this.length}.${this.first}.${this.second}`;
  }
}
