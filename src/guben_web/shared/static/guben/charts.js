"use strict";
// Draws the charts of a page from the description beside each: {kind, labels, series: [{name, values, tone}], unit}.
// Tooltips are drawn on the canvas: an HTML tooltip carries inline styles, which the page forbids.
(function () {
  var drawn = new Map();

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function option(spec) {
    var ink = token("--ink-soft"), line = token("--line");
    var lies = spec.kind === "bars";
    var names = {
      type: "category", data: spec.labels, inverse: lies,
      axisLine: { lineStyle: { color: token("--line-strong") } }, axisTick: { show: false },
      axisLabel: { color: ink, fontSize: 12, hideOverlap: true, interval: lies ? 0 : "auto" }
    };
    var values = {
      type: "value", name: spec.unit || "", nameTextStyle: { color: ink, fontSize: 12 },
      minInterval: spec.whole ? 1 : 0,
      splitNumber: lies ? 3 : 5,
      axisLabel: { color: ink, fontSize: 12, hideOverlap: true }, splitLine: { lineStyle: { color: line } }
    };
    return {
      animation: false,
      textStyle: { fontFamily: token("--font") },
      color: [1, 2, 3, 4].map(function (n) { return token("--series-" + n); }),
      grid: { left: 8, right: 16, top: spec.series.length > 1 ? 40 : 28, bottom: 4, containLabel: true },
      legend: { show: spec.series.length > 1, top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: { color: ink } },
      tooltip: {
        trigger: "axis", renderMode: "richText", axisPointer: { type: spec.kind === "line" ? "line" : "shadow" },
        backgroundColor: token("--paper"), borderColor: token("--line-strong"), textStyle: { color: token("--ink"), fontSize: 13 }
      },
      xAxis: lies ? values : names,
      yAxis: lies ? names : values,
      series: spec.series.map(function (one) {
        return {
          itemStyle: one.tone ? { color: token("--" + one.tone) } : {},
          name: one.name, data: one.values, type: spec.kind === "line" ? "line" : "bar",
          stack: spec.stacked ? "all" : undefined, barMaxWidth: 34,
          label: { show: spec.series.length === 1 && spec.labels.length <= 12 && spec.kind !== "line", position: lies ? "right" : "top", color: ink, fontSize: 12 }
        };
      })
    };
  }

  function draw(root) {
    root.querySelectorAll("[data-chart]").forEach(function (box) {
      if (drawn.has(box)) return;
      var spec = JSON.parse(box.dataset.chart);
      // Bars that lie need room for each.
      if (spec.kind === "bars") box.style.height = Math.max(260, 60 + 20 * spec.labels.length) + "px";
      var chart = window.echarts.init(box);
      drawn.set(box, { chart: chart, spec: spec });
      chart.setOption(option(spec));
    });
  }

  function again() {
    drawn.forEach(function (one, box) {
      if (!document.contains(box)) { one.chart.dispose(); drawn.delete(box); return; }
      one.chart.setOption(option(one.spec));
      one.chart.resize();
    });
  }

  draw(document);
  document.addEventListener("htmx:afterSettle", function (event) { draw(event.target.parentNode || document); });
  window.addEventListener("resize", again);
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  if (dark.addEventListener) dark.addEventListener("change", again);
})();
