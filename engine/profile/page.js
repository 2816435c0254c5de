"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const DAY = 86400000, HEIGHT = 250, LEFT = 54, RIGHT = 14, TOP = 12, BOTTOM = 26;
  const COLOURS = ["#2f7fb8", "#d9641e", "#2a9d6f", "#b8558f", "#c99a10", "#7a5fc0", "#a0522d", "#3aa6b0", "#c43d4b", "#7d8f2b"];
  const DASHES = ["", "7 3", "2 3", "9 3 2 3"];
  const NS = "http://www.w3.org/2000/svg";
  const keyOf = (sensor, source) => data.sensors[sensor].name + ":" + data.sensors[sensor].sources[source].name;
  const keys = [];
  data.sensors.forEach((s, i) => s.sources.forEach((o, j) => keys.push({sensor: i, source: j, name: keyOf(i, j), about: o})));
  const state = {points: new Set(), keys: new Set(), show: new Set()};
  const boxes = {points: [], keys: [], show: {}};

  function make(tag, attributes, parent, text) {
    const svg = ["svg", "path", "text", "g", "rect"].includes(tag);
    const element = svg ? document.createElementNS(NS, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  }

  // What is chosen: kept in the address, so that a link opens the same view.

  function defaults() {
    state.points = new Set([0]);
    state.show = new Set(["clear", "masked", "filled"]);
    state.keys = new Set();
    data.sensors.forEach((sensor, i) => {
      const names = sensor.sources.map((o) => o.name);
      let wanted = names.includes("NDVI") ? ["NDVI"] : names.length <= 3 ? names : [names[0]];
      wanted.forEach((name) => state.keys.add(keyOf(i, names.indexOf(name))));
    });
  }

  function readAddress() {
    defaults();
    for (const part of decodeURIComponent(location.hash.slice(1)).split("&")) {
      const [name, value] = part.split("=");
      const values = (value || "").split(",").filter((v) => v !== "");
      if (name === "points") state.points = new Set(values.map(Number).filter((n) => n < data.points.length));
      if (name === "sources") state.keys = new Set(values.filter((v) => keys.some((k) => k.name === v)));
      if (name === "show") state.show = new Set(values);
    }
  }

  function address() {
    const list = (set) => [...set].join(",");
    const points = [...state.points].sort((a, b) => a - b);
    return "#points=" + points.join(",") + "&sources=" + list(new Set(keys.filter((k) => state.keys.has(k.name)).map((k) => k.name))) +
      "&show=" + list(state.show);
  }

  function changed() {
    const now = address();
    if (decodeURIComponent(location.hash) !== now) location.replace(now);
    draw();
  }

  const switched = (set, value, on) => on ? set.add(value) : set.delete(value);

  // Controls.

  function control(parent, label, on, change) {
    const element = make("label", {title: label}, parent);
    const box = make("input", {type: "checkbox"}, element);
    box.checked = on;
    box.addEventListener("change", () => { change(box.checked); changed(); sync(); });
    element.appendChild(document.createTextNode(label));
    return box;
  }

  function button(parent, label, action) {
    make("button", {type: "button"}, parent, label).addEventListener("click", (event) => {
      event.preventDefault();
      action();
      changed();
      sync();
    });
  }

  function controls() {
    const aside = document.getElementById("controls");
    pointControls(make("fieldset", {}, aside));
    const sources = make("fieldset", {}, aside);
    make("legend", {}, sources, "Bands and indices");
    data.sensors.forEach((sensor, i) => sensorControls(sources, sensor, i));
    const kinds = make("fieldset", {class: "kinds"}, aside);
    make("legend", {}, kinds, "Values");
    const labels = {clear: "clear acquisitions", masked: "masked (clouds, shadows)", filled: "filled, on the target dates"};
    for (const [kind, label] of Object.entries(labels)) {
      boxes.show[kind] = control(kinds, "", false, (on) => switched(state.show, kind, on));
      const element = boxes.show[kind].parentNode;
      element.insertBefore(sample("var(--ink)", 0, [kind]), null);
      element.appendChild(document.createTextNode(label));
      element.title = label;
    }
    make("div", {class: "soft small"}, kinds, "∧ and ∨ at the edge of a chart: a masked value beyond its scale, which follows the clear ones.");
  }

  function pointControls(parent) {
    const legend = make("legend", {}, parent, data.points.length === 1 ? "Point" : data.points.length + " points");
    if (data.points.length > 1) {
      button(legend, "none", () => state.points.clear());
      button(legend, "all", () => data.points.forEach((p, i) => state.points.add(i)));
    }
    if (data.points.length > 12) {
      const search = make("input", {type: "search", placeholder: "Find a point", "aria-label": "Find a point"}, parent);
      search.addEventListener("input", () => boxes.points.forEach((box, i) => {
        box.parentNode.style.display = data.points[i].name.toLowerCase().includes(search.value.toLowerCase()) ? "" : "none";
      }));
    }
    const list = make("div", {id: "points"}, parent);
    data.points.forEach((point, i) => {
      const box = control(list, point.name, false, (on) => switched(state.points, i, on));
      const where = point.lon === null ? "" : ", " + point.lat.toFixed(5) + "° N, " + point.lon.toFixed(5) + "° E";
      box.parentNode.title = point.name + ": tile " + point.tile_name + where;
      boxes.points.push(box);
    });
  }

  function sensorControls(parent, sensor, i) {
    const own = keys.filter((k) => k.sensor === i);
    const block = make("div", {class: "sensor"}, parent);
    const whole = control(block, sensor.name, false, (on) => own.forEach((k) => switched(state.keys, k.name, on)));
    boxes.keys.push({box: whole, own: own});
    const chips = make("div", {class: "chips"}, block);
    own.forEach((key) => {
      const box = control(chips, key.about.name, false, (on) => switched(state.keys, key.name, on));
      boxes.keys.push({box: box, own: [key]});
    });
  }

  function sync() {
    boxes.points.forEach((box, i) => { box.checked = state.points.has(i); });
    boxes.keys.forEach(({box, own}) => {
      const count = own.filter((k) => state.keys.has(k.name)).length;
      box.checked = count === own.length;
      box.indeterminate = count > 0 && count < own.length;
      box.parentNode.classList.toggle("on", box.checked);
    });
    for (const [kind, box] of Object.entries(boxes.show)) box.checked = state.show.has(kind);
  }

  // Series: what a panel shows of a point and a source.

  function seriesOf(point, key, colour) {
    const own = data.series[point][key.sensor], about = key.about;
    const days = data.tiles[data.points[point].tile][key.sensor];
    const marks = [], line = [];
    days.forEach((day, i) => {
      const value = own.v[key.source][i], kind = own.s[i] === "c" ? "clear" : "masked";
      if (value !== null && state.show.has(kind)) marks.push({day: day, value: value / about.factor, kind: kind, why: own.w[i] || ""});
    });
    if (state.show.has("filled")) {
      data.sensors[key.sensor].targets.forEach((day, i) => {
        const value = own.f[key.source][i];
        if (value !== null) line.push({day: day, value: value / about.factor, kind: "filled", why: ""});
      });
    }
    return {point: point, key: key, colour: colour, marks: marks, line: line};
  }

  function panels() {
    const points = [...state.points].sort((a, b) => a - b), chosen = keys.filter((k) => state.keys.has(k.name));
    const found = new Map();
    for (const key of chosen) {
      const name = points.length === 1 ? unitOf(key) : key.about.name;
      if (!found.has(name)) found.set(name, {title: name, unit: key.about.unit, keys: []});
      found.get(name).keys.push(key);
    }
    const colour = (i) => i < COLOURS.length ? COLOURS[i] : "hsl(" + Math.round(i * 137.5 % 360) + " 52% " + (42 + i % 3 * 8) + "%)";
    for (const panel of found.values()) {
      const names = [...new Set(panel.keys.map((k) => k.about.name))];
      panel.series = [];
      points.forEach((point, i) => panel.keys.forEach((key) => panel.series.push(
        seriesOf(point, key, colour(points.length === 1 ? names.indexOf(key.about.name) : i)))));
      panel.named = points.length === 1 ? names.map((name, i) => [name, colour(i)]) : points.map((p, i) => [data.points[p].name, colour(i)]);
      panel.sensors = [...new Set(panel.keys.map((k) => k.sensor))];
      panel.detail = points.length === 1 ? data.points[points[0]].name : panel.unit;
    }
    return [...found.values()];
  }

  function unitOf(key) {
    const unit = key.about.unit;
    return {index: "Indices", dB: "Backscatter"}[unit] || unit.charAt(0).toUpperCase() + unit.slice(1);
  }

  // Drawing.

  function shape(x, y, sensor, r) {
    if (sensor % 4 === 1) return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`;
    if (sensor % 4 === 2) return `M${x} ${y - 1.3 * r}L${x + 1.2 * r} ${y + r}H${x - 1.2 * r}Z`;
    if (sensor % 4 === 3) return `M${x} ${y - 1.35 * r}L${x + 1.35 * r} ${y}L${x} ${y + 1.35 * r}L${x - 1.35 * r} ${y}Z`;
    return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }

  function beyond(x, y, up) {
    const s = up ? 1 : -1;
    return `M${x - 4} ${y + 5 * s}L${x} ${y - 1 * s}L${x + 4} ${y + 5 * s}`;
  }

  function sample(colour, sensor, kinds) {
    const svg = make("svg", {width: 30, height: 14, viewBox: "0 0 30 14"});
    if (kinds.includes("filled")) make("path", {d: "M1 7H29", class: "line", style: "stroke:" + colour, "stroke-dasharray": DASHES[sensor % 4]}, svg);
    if (kinds.includes("clear")) make("path", {d: shape(15, 7, sensor, 4), class: "clear", style: "fill:" + colour}, svg);
    if (kinds.includes("masked")) make("path", {d: shape(15, 7, sensor, 4), class: "masked", style: "stroke:" + colour}, svg);
    return svg;
  }

  function nice(low, high, count) {
    const rough = (high - low) / count, power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
    const ticks = [];
    for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-6; n++) ticks.push(n * step);
    return {ticks: ticks, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9))};
  }

  function range(series) {
    // Clouds are far brighter than the ground: clear and filled values set the scale, masked ones beyond it sit on its edge.
    let values = series.flatMap((s) => [...s.line, ...s.marks.filter((m) => m.kind === "clear")].map((m) => m.value));
    if (!values.length) values = series.flatMap((s) => s.marks.map((m) => m.value));
    let low = Infinity, high = -Infinity;
    for (const v of values) { low = Math.min(low, v); high = Math.max(high, v); }
    if (low > high) return null;
    const margin = (high - low) * 0.12 || Math.abs(high) * 0.1 || 0.1;
    return [low >= 0 && low < (high - low) ? 0 : low - margin, high + margin];
  }

  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const monthName = (d) => d.toLocaleDateString("en", {month: "short", timeZone: "UTC"});

  function timeTicks(first, last, room) {
    const start = new Date(first * DAY), ticks = [];
    if (last - first <= 62) {
      const step = Math.max(1, Math.ceil((last - first) / Math.min(room, 8)));
      for (let day = first; day <= last; day += step) ticks.push({day: day, text: new Date(day * DAY).getUTCDate() + " " + monthName(new Date(day * DAY))});
      return ticks;
    }
    const months = (last - first) / 30.4, step = [1, 2, 3, 6, 12, 24, 60].find((n) => months / n <= room) || 120;
    for (let n = start.getUTCFullYear() * 12 + start.getUTCMonth(); ; n++) {
      const when = new Date(Date.UTC(Math.floor(n / 12), n % 12, 1)), day = when / DAY;
      if (day > last) return ticks;
      if (day < first || n % step) continue;
      const year = when.getUTCFullYear();
      ticks.push({day: day, text: step >= 12 ? "" + year : monthName(when) + (n % 12 === 0 || !ticks.length ? " " + year : "")});
    }
  }

  const round = (n) => Math.round(n * 10) / 10;

  function axes(svg, scale, unit) {
    const bottom = HEIGHT - BOTTOM;
    const side = nice(scale.low, scale.high, 5);
    for (const tick of side.ticks) {
      const y = round(scale.y(tick));
      make("path", {d: `M${LEFT} ${y}H${scale.width - RIGHT}`, class: Math.abs(tick) < 1e-9 ? "zero" : "grid"}, svg);
      make("text", {x: LEFT - 7, y: y + 4, class: "y"}, svg, tick.toFixed(side.digits).replace("-", "−"));
    }
    for (const tick of timeTicks(scale.first, scale.last, Math.floor(scale.width / 75))) {
      const x = round(scale.x(tick.day));
      make("path", {d: `M${x} ${TOP}V${bottom}`, class: "grid"}, svg);
      make("path", {d: `M${x} ${bottom}v5`, class: "axis"}, svg);
      make("text", {x: x, y: bottom + 18, class: "x"}, svg, tick.text);
    }
    make("path", {d: `M${LEFT} ${TOP}V${bottom}H${scale.width - RIGHT}`, class: "axis"}, svg);
    make("text", {transform: `translate(12 ${(TOP + bottom) / 2}) rotate(-90)`, class: "x unit"}, svg, unit);
  }

  function scaleOf(panel, width, first, last) {
    const limits = range(panel.series);
    if (!limits) return null;
    const [low, high] = limits, bottom = HEIGHT - BOTTOM;
    return {
      low: low, high: high, first: first, last: last, width: width,
      x: (day) => LEFT + 8 + (day - first) / Math.max(1, last - first) * (width - LEFT - RIGHT - 16),
      y: (value) => bottom - (value - low) / (high - low) * (bottom - TOP),
    };
  }

  function plot(svg, panel, scale) {
    const spots = [], r = panel.series.length > 60 ? 2 : 3.4;
    for (const s of panel.series) {
      const shared = {"data-series": data.points[s.point].name + "|" + s.key.name};
      const paths = {clear: "", masked: ""}, counts = {clear: 0, masked: 0};
      const place = (m) => {
        const spot = {x: round(scale.x(m.day)), y: round(scale.y(m.value)), mark: m, series: s};
        const high = m.value > scale.high, out = high || m.value < scale.low;
        if (out) spot.y = high ? TOP + 1 : HEIGHT - BOTTOM - 1;
        spots.push(spot);
        if (m.kind !== "filled") {
          paths[m.kind] += out ? beyond(spot.x, spot.y, high) : shape(spot.x, spot.y, s.key.sensor, r);
          counts[m.kind]++;
        }
        return spot;
      };
      const line = s.line.map(place);
      if (line.length) {
        make("path", {...shared, d: "M" + line.map((p) => p.x + " " + p.y).join("L"), class: "line", "data-count": line.length,
          style: "stroke:" + s.colour, "stroke-dasharray": DASHES[s.key.sensor % 4], "stroke-opacity": panel.series.length > 30 ? 0.5 : 0.85}, svg);
      }
      s.marks.forEach(place);
      if (counts.masked) make("path", {...shared, d: paths.masked, class: "masked", "data-count": counts.masked, style: "stroke:" + s.colour}, svg);
      if (counts.clear) make("path", {...shared, d: paths.clear, class: "clear", "data-count": counts.clear, style: "fill:" + s.colour}, svg);
    }
    return spots;
  }

  function legend(figure, panel) {
    const key = make("div", {class: "key"}, figure), most = 14;
    panel.named.slice(0, most).forEach(([name, colour]) => {
      const entry = make("span", {}, key);
      entry.appendChild(sample(colour, panel.sensors.length === 1 ? panel.sensors[0] : 0, ["filled"].concat(panel.sensors.length === 1 ? ["clear"] : [])));
      entry.appendChild(document.createTextNode(name));
    });
    if (panel.named.length > most) make("span", {class: "soft"}, key, "and " + (panel.named.length - most) + " more");
    if (panel.sensors.length > 1) {
      panel.sensors.forEach((i) => {
        const entry = make("span", {class: "soft"}, key);
        entry.appendChild(sample("var(--soft)", i, ["filled", "clear"]));
        entry.appendChild(document.createTextNode(data.sensors[i].name));
      });
    }
  }

  function draw() {
    const parent = document.getElementById("panels");
    parent.textContent = "";
    document.getElementById("tip").hidden = true;
    const found = panels();
    if (!found.length || !state.points.size) {
      make("p", {class: "empty"}, parent, state.points.size ? "Choose a band or an index." : "Choose a point.");
      return;
    }
    const days = keys.filter((k) => state.keys.has(k.name)).flatMap((k) =>
      [...data.tiles.flatMap((t) => t[k.sensor]), ...data.sensors[k.sensor].targets]);
    let first = Infinity, last = -Infinity;
    for (const day of days) { first = Math.min(first, day); last = Math.max(last, day); }
    const width = Math.max(420, parent.clientWidth);
    for (const panel of found) {
      const figure = make("figure", {"data-panel": panel.title}, parent);
      const caption = make("figcaption", {}, figure, panel.title + " ");
      make("span", {}, caption, panel.detail);
      legend(figure, panel);
      const scale = scaleOf(panel, width, first, last);
      if (!scale) { make("p", {class: "empty"}, figure, "No value here."); continue; }
      const svg = make("svg", {class: "chart", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": panel.title}, figure);
      axes(svg, scale, panel.unit);
      hover(svg, plot(svg, panel, scale), scale, panel);
    }
  }

  // Pointing at a mark.

  function hover(svg, spots, scale, panel) {
    const tip = document.getElementById("tip"), rule = make("path", {class: "rule"}, svg), halo = make("path", {class: "halo"}, svg);
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect(), zoom = box.width / scale.width;
      const x = (event.clientX - box.left) / zoom, y = (event.clientY - box.top) / zoom;
      let best = null, nearest = 26 * 26;
      for (const spot of spots) {
        const distance = (spot.x - x) ** 2 + (spot.y - y) ** 2 + (spot.mark.kind === "filled" ? 9 : 0);
        if (distance < nearest) { nearest = distance; best = spot; }
      }
      tip.hidden = !best;
      rule.setAttribute("d", best ? `M${best.x} ${TOP}V${HEIGHT - BOTTOM}` : "");
      halo.setAttribute("d", best ? shape(best.x, best.y, best.series.key.sensor, 5.5) : "");
      if (best) tell(tip, best, panel, event);
    });
    svg.addEventListener("pointerleave", () => { tip.hidden = true; rule.setAttribute("d", ""); halo.setAttribute("d", ""); });
  }

  function tell(tip, spot, panel, event) {
    const mark = spot.mark, s = spot.series, about = s.key.about;
    const digits = about.factor >= 1000 ? 3 : about.factor > 1 ? 2 : 0;
    tip.textContent = "";
    make("b", {}, tip, about.name + " " + mark.value.toFixed(digits).replace("-", "−") + (about.unit === "index" ? "" : " " + about.unit));
    const kind = {clear: "clear", masked: "masked" + (mark.why ? " by " + mark.why : ""),
      filled: "filled (" + data.sensors[s.key.sensor].filling.replace("_", " ") + ")"}[mark.kind];
    make("div", {}, tip, iso(mark.day) + ", " + data.sensors[s.key.sensor].name + ", " + kind);
    make("div", {class: "soft"}, tip, data.points[s.point].name);
    const left = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8);
    tip.style.left = left + "px";
    tip.style.top = Math.max(4, event.clientY - tip.offsetHeight - 12) + "px";
  }

  window.addEventListener("hashchange", () => {
    if (decodeURIComponent(location.hash) === address()) return;
    readAddress();
    sync();
    draw();
  });
  let waiting = 0;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(draw, 120); });
  readAddress();
  controls();
  sync();
  draw();
})();
