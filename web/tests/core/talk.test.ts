import { describe, expect, it } from "vitest";
import { complete } from "../../src/core/completion";
import { isEmoji, OFFERED } from "../../src/core/emoji";
import { privateTopic, routeOf, topicOf } from "../../src/core/talk";
import { matching, nextUnread } from "../../src/core/talk-find";
import { tabsOf, type TalkLine } from "../../src/core/talk-list";

const line = (topic: string, unread = 0, mentions = 0): TalkLine => ({ topic, name: topic, unread, mentions });
const many = (count: number): TalkLine[] => Array.from({ length: count }, (_, index) => line(`room/${index}`));
const topics = (lines: readonly TalkLine[]): string[] => lines.map(({ topic }) => topic);

describe("conversations", () => {
  it.each(["room/main", "room/ops", "private/ann"])("%s has an address", (topic) => {
    expect(topicOf(routeOf(topic))).toBe(topic);
    expect(routeOf(topic, 7)).toMatchObject({ seq: 7 });
  });

  it("knows logins by their small letters", () => expect(privateTopic("Ann")).toBe("private/ann"));

  it("gives a tab to the first, the one shown and whatever is new, and stays where it was", () => {
    const all = many(20).map((one, index) => (index === 17 ? { ...one, unread: 3 } : one));
    expect(topics(tabsOf(all, "room/12"))).toEqual(["room/0", "room/1", "room/2", "room/3", "room/12", "room/17"]);
    expect(topics(tabsOf(many(3), "room/1"))).toEqual(topics(many(3)));
  });

  it("finds the next with something new, mentions first, around the end", () => {
    const all = [line("a", 1), line("b"), line("c", 2), line("d", 3, 1)];
    expect([nextUnread(all, "b"), nextUnread(all, "d"), nextUnread([line("a", 1), line("b")], "a")]).toEqual(["d", "a", ""]);
  });

  it("filters by words of name and title", () => {
    const rooms = [{ name: "ops", title: "Night shift" }, { name: "dev", title: "" }];
    expect(matching(rooms, "#OP nig").map(({ name }) => name)).toEqual(["ops"]);
    expect(matching(rooms, "")).toHaveLength(2);
  });
});

describe("completion within a line", () => {
  const known = { hosts: ["db-1", "web-1"], labels: [], commands: () => [], logins: ["ann", "bob"] };

  it("offers people after @ and hosts after #", () => {
    expect(complete("hello @a", known)).toEqual({ from: 6, options: ["@ann"] });
    expect(complete("#", known)).toEqual({ from: 0, options: ["#db-1", "#web-1"] });
    expect(complete("(@bo", known)).toEqual({ from: 1, options: ["@bob"] });
  });

  it.each(["mail@a", "@ann", "/run all grep #d"])("offers nothing for %j", (text) => expect(complete(text, known).options).toEqual([]));
});

describe("emoji", () => {
  it.each([...OFFERED, "🇫🇷", "👩🏽‍🚀", "❤"])("%s is one", (text) => expect(isEmoji(text)).toBe(true));
  it.each(["", "a", "1", "👍👍", "👍 ", "<b>", ":+1:"])("%j is none", (text) => expect(isEmoji(text)).toBe(false));
});
