import { clock, rate } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { speedAxis } from '../../ui/axes.js';
import { faint } from '../../ui/canvas.js';

/** A graph of two series of speed, `step` seconds apart, ending now. */
export function speedOption({ step, down, up }, now = Date.now()) {
  const points = (list) => list.map((v, i) => [now - (list.length - 1 - i) * step * 1000, v]);
  const series = (name, list, token) => ({
    name,
    type: 'line',
    data: points(list),
    showSymbol: false,
    sampling: 'lttb',
    lineStyle: { width: 1.75 },
    areaStyle: { color: faint(token, 0.14) },
  });
  return {
    animation: false,
    grid: { left: 8, right: 12, top: 36, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, icon: 'roundRect' },
    tooltip: {
      trigger: 'axis',
      formatter: (all) =>
        [clock(all[0].value[0]), ...all.map((one) => `${one.seriesName}: ${rate(one.value[1])}`)].join('\n'),
    },
    xAxis: { type: 'time', axisLabel: { formatter: (at) => clock(at) } },
    yAxis: speedAxis(),
    series: [
      series(t('pulse.down'), down, '--down'),
      series(t('pulse.up'), up, '--up'),
    ],
  };
}
