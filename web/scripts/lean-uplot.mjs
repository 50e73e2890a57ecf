// Leaves out of uPlot what this page never draws. It hangs its parts on one function, where no bundler can tell
// which are used; 4 KB of what is fetched before the first chart would be for nothing.

import { patched } from "./patch.mjs";

const MODULE = /[\\/]uplot[\\/]dist[\\/]uPlot\.esm\.js$/;

/** [as it stands in uPlot, how often, as it is built, what goes with it]. */
const CHANGES = [
  ["(paths.stepped = stepped);", 1, "", "lines in steps"],
  ["(paths.bars    = bars);", 1, "", "bars"],
  ["(paths.spline  = monotoneCubic);", 1, "", "curves"],
  ["uPlot.join = join;", 1, "", "joining tables of several times"],
  ["uPlot.rangeLog = rangeLog;", 1, "", "ranges of logarithmic scales"],
  ["uPlot.rangeAsinh = rangeAsinh;", 1, "", "ranges of such scales around zero"],
  [/\b(?:\w+\.distr|xScaleDistr|distr) *(?:== *(?:3|4|100)|>= 3)\b/, 26, "false", "logarithmic scales"],
  ["const showLegend = legend.show;", 1, "const showLegend = false;", "its legend: ours is view/host/legend"],
  ["const mode = self.mode;", 1, "const mode = 1;", "scatter plots"],
];

export const leanUplot = () => patched({ name: "lean-uplot", module: MODULE, changes: CHANGES });
