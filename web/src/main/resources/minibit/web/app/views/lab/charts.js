import { number, t } from '../../core/i18n.js';
import { colour } from '../../ui/canvas.js';

const seconds = (value) => t('lab.seconds', { s: number(value, { maximumFractionDigits: 1 }) });

/** How many were complete when, a line a strategy, with the fluid bound as a mark. */
export function completion(results, title) {
  const bound = results[0]?.bound ?? 0;
  return {
    title: heading(t('lab.completion')),
    grid: { left: 8, right: 24, top: 84, bottom: 8, containLabel: true },
    legend: { top: 28, left: 0, icon: 'roundRect', type: 'scroll' },
    tooltip: {
      trigger: 'axis',
      formatter: (all) =>
        [seconds(all[0].value[0]), ...all.map((one) => `${one.seriesName}: ${number(one.value[1])}`)].join('\n'),
    },
    xAxis: { type: 'value', min: 0, axisLabel: { formatter: (v) => seconds(v) } },
    yAxis: { type: 'value', min: 0, minInterval: 1 },
    series: results.map((one, i) => ({
      name: title(one),
      type: 'line',
      step: 'end',
      showSymbol: false,
      lineStyle: { width: 2, type: LINES[Math.floor(i / 6) % LINES.length] },
      data: [[0, 0], ...one.completion],
      ...(i === 0 && bound > 0
        ? {
            markLine: {
              symbol: 'none',
              silent: true,
              lineStyle: { color: colour('--ink-3'), type: 'dashed' },
              label: { formatter: t('lab.bound'), color: colour('--ink-2') },
              data: [{ xAxis: bound }],
            },
          }
        : {}),
    })),
  };
}

const LINES = ['solid', 'dashed', 'dotted'];

/** The last one's time over the bound, a bar a strategy: one is the best there is. */
export function comparison(results, title) {
  return {
    title: heading(t('lab.ratioTitle')),
    grid: { left: 8, right: 48, top: 40, bottom: 8, containLabel: true },
    tooltip: { trigger: 'item', formatter: (one) => `${one.name}: ${ratio(one.value)}` },
    xAxis: { type: 'value', min: 0, splitNumber: 4 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: results.map(title),
      axisLabel: { width: 170, overflow: 'break', lineHeight: 15 },
    },
    series: [
      {
        type: 'bar',
        data: results.map((one) => one.ratio),
        barMaxWidth: 22,
        itemStyle: { borderRadius: [0, 4, 4, 0] },
        label: { show: true, position: 'right', color: colour('--ink'), formatter: (one) => ratio(one.value) },
        markLine: {
          symbol: 'none',
          silent: true,
          lineStyle: { color: colour('--ink-3'), type: 'dashed' },
          label: { show: false },
          data: [{ xAxis: 1 }],
        },
      },
    ],
  };
}

/** A time over the bound; a dash for a run that was given up. */
export const ratio = (value) =>
  Number.isFinite(value) ? number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 }) : '–';

function heading(text) {
  return { text, left: 0, top: 0, textStyle: { color: colour('--ink'), fontSize: 14, fontWeight: 650 } };
}
