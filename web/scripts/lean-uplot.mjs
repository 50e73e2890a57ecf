// Leaves out of uPlot what this page never draws. It hangs its parts on one function, where no bundler can tell
// which are used; much of what is fetched before the first chart would be for nothing. What a chart here must
// therefore say itself: `range` of every scale but x, `incrs` and `values` of the time axis, `values` of every axis,
// `padding`, `cursor.dataIdx`. What it cannot have: see below.

import { patched } from "./patch.mjs";

const MODULE = /[\\/]uplot[\\/]dist[\\/]uPlot\.esm\.js$/;

/** From where one text begins to where another does. */
const between = (from, to) => {
  const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`${plain(from)}[\\s\\S]*?(?=${plain(to)})`);
};

/** [as it stands in uPlot, how often, as it is built, what goes with it]. */
const CHANGES = [
  [between("uPlot.assign = assign;", "uPlot.pxRatio = pxRatio;"), 1, "", "what its plugins use"],
  [between("{\n\tuPlot.join = join;", "uPlot.sync = _sync;"), 1, "", "joining tables of several times, time zones"],
  [between("{\n\tuPlot.addGap = addGap;", "export { uPlot"), 1, "", "what other lines than straight ones use"],

  [/\b(?:\w+\.distr|xScaleDistr|distr) *(?:== *(?:3|4|100)|>= 3)\b/, 26, "false", "logarithmic scales"],
  [/\b(?:\w+\.distr|xScaleDistr|distr) *== *2\b/, 11, "false", "scales without numbers"],
  [/\bmode == 1\b/, 16, "true", "scatter plots"],
  [/\bmode == 2\b/, 16, "false", "scatter plots"],
  [/\b(?:scaleX|sx)\.ori == 0\b/, 25, "true", "time from top to bottom"],
  [/\bscaleX\.ori == 1\b/, 9, "false", "time from top to bottom"],
  [/\b(?:scale|sc)\.dir == -1\b/, 3, "false", "time from right to left"],
  [/(?<![.\w])dir == 1\b/, 13, "true", "time from right to left"],
  ["if (dir == -1)", 1, "if (false)", "time from right to left"],
  [between("const rectH = rect(0);", "const arcH"), 1, "const rectH = (p, x, y, w, h) => { p.rect(x, y, w, h); };\nconst rectV = rectH;\n", "round corners"],
  [/\bms == 1\b/, 5, "false", "times in milliseconds"],

  ["typeof window != 'undefined'", 1, "true", "being without a browser"],
  [between("const xySeriesOpts = {", "const ySeriesOpts"), 1, "", "scatter plots"],
  [between("const numFormatter", "const M = "), 1, "", "its own words for numbers"],
  [between("const months = [", "const onlyWhole"), 1, "", "its own words for times"],
  ["const wholeIncrs = oneIncrs.filter(onlyWhole);", 1, "", "scales without numbers"],
  [/(?<=const font +=) '12px .*(?=;)/, 1, " '12px sans-serif'", "its own font"],
  [between("let subSecIncrs = ", "// the ensures that axis ticks"), 1, "", "its own steps of time"],
  [between("return [\n\t\ttimeIncrs,", "// base 2"), 1, "return timeAxisSplits;\n}\n\nconst timeAxisSplitsS = genTimeStuffs(1e-3);\n\n", "its own words for times"],
  ["genIncrs(2, -53, 53, [1]);", 1, "", "steps of a half, a quarter, ..."],
  ["(isTime ? (false ? timeIncrsMs : timeIncrsS) : numIncrs)", 1, "numIncrs", "its own steps of time"],
  ["(false ? timeAxisSplitsMs(_tzDate) : timeAxisSplitsS(_tzDate))", 1, "timeAxisSplitsS(_tzDate)", "times in milliseconds"],
  [between("const _fmtDate = ", "const _timeAxisSplits"), 1, "", "its own words for times"],
  [between("const _timeAxisVals   =", "const activeIdxs"), 1, "", "its own words for times"],
  [between("axis.values = (", "axis.filter = fnOrSelf"), 1, "axis.values = av;\n", "its own words for times and numbers"],
  [between("if (true || i > 0) {\n\t\t\tlet isTime", "if (cursorOnePt || i > 0) {\n\t\t\ts.width"), 1, "", "its own words for values"],

  [between("const legend     = (self.legend", "const cursor     ="), 1, "const legend = (self.legend = {});\n", "its legend: ours is view/host/legend"],
  [between("const showLegend = legend.show;", "const showCursor"), 1, "", "its legend"],
  [between("const markers    = legend.markers;", "let legendTable;"), 1, "", "its legend"],
  [between("if (legend.live) {\n\t\tconst getMultiVals", "const son "), 1, "", "its legend"],
  [/(?<!_|\w)showLegend\b/, 8, "false", "its legend"],
  ["if (legend.show && legend.live && shouldSetLegend)", 1, "if (shouldSetLegend)", "its legend"],
  ["if (legend.live) {\n\t\t\t\tactiveIdxs", 1, "{\n\t\t\t\tactiveIdxs", "its legend"],
  ["legendTable?.remove();", 1, "", "its legend"],
  [/\bcursorFocus\b(?! =)/, 6, "false", "the line that is nearest"],
  [/\bcursorOnePt\b(?! =)/, 6, "false", "one dot for all lines"],

  [between("if (isObj(mult))", "// nullish coalesce"), 1, "}\n", "ranges by rule"],
  [between("// if range array has null limits", "sc.range = fnOrSelf"), 1, "}\n", "ranges by rule"],
  ["(false ? snapLogY : false ? snapAsinhY : snapNumY)", 1, "null", "ranges by rule"],
  ["[_min, _max] = rangeNum(_min, _max, rangePad, true);", 1, "{}", "ranges by rule"],
  ["accScale(wsc, psc, s, data[i], s.sorted);", 1, "{}", "looking for the highest of a line: a range is told"],
  [between("if (scaleOpts.from != null) {", "sc = scales[scaleKey] = assign({}, (scaleKey == xScaleKey"), 1, "{\n", "scales that follow others"],
  [/\b\w+\.from == null\b/, 4, "true", "scales that follow others"],
  [/\b\w+\.from != null(?! &&)\b/, 1, "false", "scales that follow others"],
  [between("if (cursor.dataIdx == null) {", "const setCursorEvent"), 1, "", "its own choice of what is under the cursor"],

  ["if (axis.label != null) {\n\t\t\t\tlet shiftAmt", 1, "if (false) {\n\t\t\t\tlet shiftAmt", "names of axes"],
  [/\baxis\.label != null(?! \?)/, 1, "false", "names of axes"],
  ["let angle = axis._rotate * -PI/180;", 1, "", "slanted labels"],
  [/\bangle(?: [<>] 0)?(?= \?| \|\||\))/, 5, "false", "slanted labels"],
  ["if (border.show) {", 1, "if (false) {", "lines along axes"],
  ["if (ticks.show) {", 1, "if (false) {", "ticks"],
  [between("function autoPadSide", "const padding = "), 1, "", "room around the plot by rule"],
  ["(opts.padding || [autoPadSide,autoPadSide,autoPadSide,autoPadSide]).map(p => fnOrSelf(ifNull(p, autoPadSide)))", 1, "opts.padding.map(fnOrSelf)", "room around the plot by rule"],
  [/self\.(?:addSeries|delSeries|addBand|setBand|delBand|valToIdx|posToIdx) = .*;/, 7, "", "lines that come and go"],
  [between("if (opts.title) {", "const can = "), 1, "", "a title"],

  ["if (src != null) {\n\t\t\t\tlet [xKey, yKey] = syncOpts.scales;", 1, "if (false) {\n\t\t\t\tlet [xKey, yKey] = syncOpts.scales;", "a selection in all charts at once"],
  ["if (uni != null) {", 1, "if (false) {", "selecting both ways"],
  ["else if (drag.x && drag.y && (dragX || dragY))", 1, "else if (false)", "selecting both ways"],
  ["dragY = drag.y && rawDY >= drag.dist;", 1, "dragY = false;", "selecting both ways"],
  [/if \(dragY\)/, 2, "if (false)", "selecting both ways"],
  ["if (drag.setScale && hasSelect && chgSelect) {", 1, "if (false) {", "zooming by itself: ours is store/axis"],
  ["let dragH, dragV;", 1, "let dragH = dragX, dragV = false;", "selecting both ways"],
  [between("if (true) {\n\t\t\t\tdragH = dragX;", "if (dragH && dragV)"), 1, "", "selecting both ways"],
  [between("if (dragH && dragV) {", "if (dragH && snapH)"), 1, "", "selecting both ways"],
  [/(?:stroke|fill)Path instanceof Map/, 2, "false", "bars"],
  ["if ((flags & CLIP_FILL_STROKE) == CLIP_FILL_STROKE) {", 1, "if (false) {", "what bars need of bands"],
  ["else if (flags & BAND_CLIP_STROKE) {", 1, "else if (false) {", "what bars need of bands"],
  ["if (getBBox != null) {", 1, "if (false) {", "boxes for dots"],
];

export const leanUplot = () => patched({ name: "lean-uplot", module: MODULE, changes: CHANGES });
