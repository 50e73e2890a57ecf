/** English, of what one does with messages and rooms. `fr-talk.ts` must have every key. */

const many = (n: number, one: string, other: string): string => (n === 1 ? one : other);

export const enTalk = {
  // Messages
  messageActions: "What to do with this message",
  react: "React",
  reactWith: (emoji: string) => `React with ${emoji}`,
  otherEmoji: "Any other emoji",
  noEmoji: "This is not one emoji.",
  reply: "Reply",
  replyingTo: (name: string) => `Reply to ${name}`,
  editMessage: "Edit",
  editing: "Editing",
  copyText: "Copy the text",
  copyMessageLink: "Copy the link",
  formerTexts: "What it said before",
  deleteMessage: "Delete",
  deleteKey: "Del",
  deleteMessageTitle: "Delete this message?",
  deleteMessageText: "Nobody reads it here any more. The hub’s log keeps it.",
  deleteMessageConfirm: "Delete the message",

  // What addresses lead to
  glanceFailed: (n: number, total: number) => `${n} of ${total} failed`,
  momentCpu: (mean: string, most: string) => `CPU ${mean} on average, at most ${most}`,
  momentNothing: "Nothing was measured in this time.",

  // Rooms
  yourConversations: "Yours",
  otherRooms: "Other rooms",
  switcherFilter: "Find a room or a person",
  switcherNothing: "There is none like that.",
  newRoom: "New room",
  createRoom: "Create the room",
  roomName: "Name",
  roomNameHint: "Lower-case letters, digits, dots and dashes: ops, db-migration",
  roomTitle: "Title",
  roomTitleHint: "What it is about. Everybody sees it.",
  roomTitleSave: "Save the title",
  renameRoom: (name: string) => `Change the title of ${name}`,
  joinRoom: "Join",
  leaveRoom: (name: string) => `Leave ${name}`,
  visiting: (name: string) => `You are only looking at ${name}: what comes here does not count as unread.`,
  noSuchRoom: (name: string) => `There is no room called “${name}”.`,
  toMainRoom: "To the main room",

  // Search in what was said
  searchHint: "Words find what begins with them; quotation marks find a phrase.",
  searchNothing: (text: string) => `Nothing was said with “${text}”.`,
  searchFailed: "The search could not be done.",
  searchOlder: "Older ones",
  searchWhere: "Where",
  searchEverywhere: "Everywhere",
  searchRoom: (name: string) => `In ${name}`,
  searchPrivate: "In private",
  searchBy: "Who",
  searchFrom: "From",
  searchTo: "To",
  inPrivate: "in private",
  foundMessages: (n: number, more: boolean) => (more ? `More than ${n} found` : many(n, "1 found", `${n} found`)),

  // Commands, people, the end
  takesRun: "HOSTS COMMAND [ARGUMENTS]",
  takesMsg: "LOGIN TEXT",
  takesMe: "DOES SOMETHING",
  helpRun: "run a command on machines: names, web-*, role=db, all",
  helpMsg: "write to one person in private",
  helpMe: "say what you are doing",
  helpBye: "leave the room",
  helpArret: "stop the hub for everybody",
  stopTitle: "Stop the hub for everybody?",
  stopText: "Everyone is disconnected, and so is every machine, until somebody starts the hub again.",
  stopConfirm: "Stop the hub",
  writePrivately: (login: string) => `Write to ${login} in private`,
};
