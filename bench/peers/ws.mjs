// Node `ws`: everything a connection says goes to every connection.
import { WebSocketServer } from "ws";

const room = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(process.argv[2]),
  backlog: 1024,
  perMessageDeflate: false,
});

room.on("connection", (one) => {
  one.on("error", () => one.terminate());
  one.on("message", (data) => {
    for (const other of room.clients) other.send(data, { binary: false });
  });
});
