import { describe, expect, it } from "vitest";
import { isTopicPart } from "../../src/core/topic-part";

describe("a part of a topic", () => {
  it.each(["0199f2c0-7a1e-7cc3-8000-5f7a3e4d2b1c", "a", "web-1.example_x"])("can be %s", (id) => {
    expect(isTopicPart(id)).toBe(true);
  });

  it.each(["", "a/b", "<b>", " ", "../..", "A", "*", "a".repeat(65), "a\n"])("cannot be %j", (id) => {
    expect(isTopicPart(id)).toBe(false);
  });
});
