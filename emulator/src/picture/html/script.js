"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const tracks = [...document.querySelectorAll("svg.track")];
  const axis = document.getElementById("axis"), tip = document.getElementById("tip"), view = document.getElementById("view");
  const whole = Math.max(data.cycles, 1), least = Math.min(whole, 40);
  let from = 0, to = whole;

  const number = (value) => value.toLocaleString("en").replaceAll(",", "\u202f");
  const time = (cycles) => {
    const micro = cycles / data.mhz;
    return micro < 1000 ? micro.toFixed(micro < 10 ? 3 : 1) + " µs" : (micro / 1000).toFixed(3) + " ms";
  };
  const bytes = (count) => count < 10240 ? number(count) + " B" : (count / 1024).toFixed(1) + " KiB";

  // ---- the stretch that is shown ----
  function marks() {
    const micro = (to - from) / data.mhz, inMs = whole / data.mhz >= 1000, scale = inMs ? 1000 : 1;
    const space = axis.clientWidth > 640 ? 8 : 4, least = micro / scale / space;
    const power = 10 ** Math.floor(Math.log10(least));
    const step = [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least);
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const first = Math.ceil(from / data.mhz / scale / step - 1e-9);
    axis.textContent = "";
    for (let mark = first; mark * step * scale * data.mhz <= to; mark++) {
      const span = document.createElement("span");
      span.style.left = (mark * step * scale * data.mhz - from) / (to - from) * 100 + "%";
      span.textContent = (mark * step).toFixed(digits) + (inMs ? " ms" : " µs");
      axis.append(span);
    }
    const last = axis.lastElementChild;
    if (last && last.offsetLeft + last.offsetWidth > axis.clientWidth) last.style.display = "none";
  }
  function labels() {
    const lane = document.querySelector(".lane.layers"), width = lane.clientWidth;
    lane.querySelectorAll(".label").forEach((label) => label.remove());
    for (let index = 0; index < data.path.length;) {
      const layer = data.path[index][2], start = data.path[index][0];
      let end = start;
      for (; index < data.path.length && data.path[index][2] === layer; index++) end = data.path[index][1];
      const left = Math.max(start, from), right = Math.min(end, to), pixels = (right - left) / (to - from) * width;
      if (pixels < 44) continue;
      const label = document.createElement("span");
      label.className = "label";
      label.style.left = (left - from) / (to - from) * width + "px";
      label.style.width = pixels + "px";
      label.textContent = data.layers[layer];
      lane.append(label);
    }
  }
  // Curves are drawn in parts; a stretch that is narrow enough is drawn as it is.
  const curves = new Map(["bandwidth", "memory"].map((name) => {
    const path = document.querySelector(`svg[data-track="${name}"] path`);
    return [name, { path, coarse: path.getAttribute("d") }];
  }));
  const step = (share, end) => "V" + (100 - 100 * Math.min(share, 1)).toFixed(2) + "H" + Math.min(end, to);
  function visible(rows, end) {
    const first = rows.findIndex((row, index) => end(row, index) > from);
    const last = rows.findIndex((row) => row[0] >= to);
    return first < 0 ? [] : rows.slice(first, last < 0 ? rows.length : last);
  }
  function rates() {
    const moves = visible(data.tdma, (row) => row[1]);
    return moves.map((row) => step(0, Math.max(row[0], from)) +
      step(row[8] / ((row[1] - row[0]) / data.mhz) / data.bandwidth, row[1])).join("") + step(0, to);
  }
  function live() {
    const end = (_, index) => index + 1 < data.memory.length ? data.memory[index + 1][0] : whole;
    const steps = visible(data.memory, end);
    return steps.map((row, index) => step(row[1] / data.memory_bytes, index + 1 < steps.length ? steps[index + 1][0] : to)).join("");
  }
  function detail() {
    const fine = to - from < whole / 4;
    for (const [name, { path, coarse }] of curves) {
      const curve = fine ? "M" + from + " 100" + (name === "memory" ? live() : rates()) + "V100z" : coarse;
      path.setAttribute("d", curve);
    }
  }
  function show(start, end) {
    const width = Math.min(whole, Math.max(least, end - start));
    from = Math.max(0, Math.min(whole - width, start));
    to = from + width;
    for (const track of tracks) {
      const height = track.viewBox.baseVal.height;
      track.setAttribute("viewBox", from + " 0 " + width + " " + height);
    }
    view.textContent = width < whole ? time(from) + " to " + time(to) + " of " + time(whole) : "";
    marks();
    labels();
    detail();
  }
  const zoom = (factor, at) => show(at - (at - from) * factor, at + (to - at) * factor);
  document.querySelector(".buttons").addEventListener("click", (event) => {
    const middle = (from + to) / 2, half = (to - from) / 2;
    switch (event.target.dataset.zoom) {
      case "in": zoom(0.5, middle); break;
      case "out": zoom(2, middle); break;
      case "left": show(from - half, to - half); break;
      case "right": show(from + half, to + half); break;
      case "all": show(0, whole); break;
    }
  });

  // ---- what is pointed at ----
  function nearest(rows, cycle) {
    let low = 0, high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle][0] <= cycle) low = middle + 1; else high = middle;
    }
    const before = rows[low - 1], after = rows[low];
    if (before && cycle <= before[1]) return before;
    const reach = (to - from) / 200;
    if (before && cycle - before[1] < reach && !(after && after[0] - cycle < cycle - before[1])) return before;
    return after && after[0] - cycle < reach ? after : null;
  }
  function describe(engine, row) {
    const [start, end, index, operation, kind, layer, waiting, awaited, moved, macs] = row;
    const lines = [engine + " " + index + " " + operation + " (" + data.kinds[kind] + ")", "layer " + data.layers[layer],
      time(start) + " to " + time(end) + ": " + number(end - start) + " cycles"];
    if (awaited !== null) lines.push("waits for " + (engine === "TIU" ? "TDMA " : "TIU ") + awaited);
    if (waiting) lines.push("its engine stood still for " + number(waiting) + " cycles");
    if (moved) lines.push(bytes(moved) + " of DRAM");
    if (macs) lines.push(number(macs) + " multiply-adds");
    return lines.join("\n");
  }
  function value(track, cycle) {
    const curve = curves.get(track.dataset.track).path.getAttribute("d");
    const steps = curve.split("V").slice(1, -1).map((step) => step.split("H").map(Number));
    const step = steps.find((step) => cycle < step[1]);
    return step ? (100 - step[0]).toFixed(1) + " % at " + time(cycle) : "";
  }
  function text(track, cycle) {
    const kind = track.dataset.track;
    if (kind === "tiu" || kind === "tdma") {
      const row = nearest(data[kind], cycle);
      return row ? describe(kind.toUpperCase(), row) : "idle at " + time(cycle);
    }
    if (kind === "layers") {
      const run = nearest(data.path, cycle);
      return run ? data.layers[run[2]] + "\non the " + run[3] + ": " + run[4] + " descriptors, " + number(run[5]) + " cycles" : "";
    }
    return kind === "banks" ? time(cycle) : value(track, cycle);
  }
  function point(event, message) {
    tip.hidden = !message;
    tip.textContent = message;
    const left = event.clientX + 14, top = event.clientY + 14;
    tip.style.left = Math.max(4, Math.min(left, innerWidth - tip.offsetWidth - 8)) + "px";
    tip.style.top = (top + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : top) + "px";
  }
  for (const track of tracks) {
    let start = null, box = null;
    const share = (event) => {
      const frame = track.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - frame.left) / frame.width));
    };
    track.addEventListener("pointermove", (event) => {
      const at = share(event);
      if (box) {
        box.style.left = Math.min(start, at) * 100 + "%";
        box.style.width = Math.abs(at - start) * 100 + "%";
      }
      point(event, text(track, from + at * (to - from)));
    });
    track.addEventListener("pointerleave", () => { tip.hidden = true; });
    track.addEventListener("pointerdown", (event) => {
      start = share(event);
      box = document.createElement("div");
      box.className = "select";
      track.parentNode.append(box);
      track.setPointerCapture(event.pointerId);
    });
    const finish = (event) => {
      if (!box) return;
      const end = share(event), [left, right] = [Math.min(start, end), Math.max(start, end)];
      box.remove();
      box = null;
      if (event.type === "pointerup" && right - left > 0.005) show(from + left * (to - from), from + right * (to - from));
    };
    track.addEventListener("pointerup", finish);
    track.addEventListener("pointercancel", finish);
    track.addEventListener("dblclick", () => show(0, whole));
    track.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, from + share(event) * (to - from));
    }, { passive: false });
  }
  addEventListener("resize", () => show(from, to));
  show(0, whole);

  // ---- tables ----
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
    heads.forEach((head, column) => head.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
      const rows = [...body.rows].sort((left, right) => {
        const [a, b] = [key(left), key(right)];
        const order = a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : a.localeCompare(b, "en", { numeric: true });
        return down ? -order : order;
      });
      body.append(...rows);
    }));
  }
})();
