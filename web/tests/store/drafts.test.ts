import { expect, it } from "vitest";
import { draftOf } from "../../src/store/drafts";

it("keeps a draft for who wrote it and whom it is for, and for nobody else", () => {
  draftOf("Ann", "").value = "to everybody";
  draftOf("ann", "Bob").value = "to bob";
  expect([draftOf("ann", "").value, draftOf("ANN", "bob").value, draftOf("bob", "").value, draftOf("bob", "ann").value]).toEqual([
    "to everybody",
    "to bob",
    "",
    "",
  ]);
});
