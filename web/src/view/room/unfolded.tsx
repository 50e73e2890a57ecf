/** What a message's addresses of this hub lead to, in little: runs, and moments of hosts. */

import { readRoute } from "../../core/route";
import { HostMoment } from "./host-moment";
import { RunGlance } from "./run-glance";
import "./unfolded.css";

export function Unfolded({ paths }: { paths: readonly string[] }) {
  return (
    <div class="unfolded">
      {paths.map((path) => (
        <One key={path} path={path} />
      ))}
    </div>
  );
}

function One({ path }: { path: string }) {
  const { pathname, searchParams } = new URL(path, location.origin);
  const route = readRoute(pathname, searchParams.toString());
  const [from, to] = [Number(searchParams.get("from")), Number(searchParams.get("to"))];
  if (route.view === "run") return <RunGlance id={route.id} />;
  if (route.view === "host" && from > 0 && to > from) return <HostMoment id={route.id} from={from} to={to} path={path} />;
  return null;
}
