/** What opens beside or over a conversation. */

export { Offers } from "./offers";
export { PeopleList } from "./people-list";
export { RoomNotice } from "./room-notice";
export { SearchPanel } from "./search-panel";
export { StopDialog } from "./stop-dialog";
export { Suggestions } from "./suggestions";
export { Switcher } from "./switcher";
