import { useEffect, useLayoutEffect, useRef } from "react";
import { useAppearance } from "../ui/appearance";
import { PRINT_WIDTH, useWidth } from "../ui/width";
import { type ChartOption, type EChartsType, init } from "./echarts";
import { DARK, FONT, type Frame, LIGHT } from "./theme";

interface ChartProps {
  /** Pure: the same frame gives the same picture. */
  option: (frame: Frame) => ChartOption;
  /** In pixels; a function where a narrow chart must be taller. */
  height: number | ((width: number) => number);
  /** What a reader who cannot see the chart is told. */
  label: string;
  /** Told which item of the data was pressed; the same must be reachable by keyboard beside the chart. */
  onPick?: ((index: number) => void) | undefined;
}

/** Draws one chart, again whenever its box, the colours or the data change. */
export function Chart({ option, height: given, label, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const width = useWidth(box);
  const { dark, printing } = useAppearance();
  const drawn = printing ? PRINT_WIDTH : width;
  const height = typeof given === "number" ? given : given(drawn);

  useEffect(() => {
    return () => {
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useLayoutEffect(() => {
    if (!box.current || drawn === 0) return;
    chart.current ??= opened(box.current, drawn, height, (index) => pick.current?.(index));
    chart.current.resize({ width: drawn, height });
    const picture = option({ width: drawn, theme: dark && !printing ? DARK : LIGHT });
    chart.current.setOption(
      { animation: false, textStyle: { fontFamily: FONT }, ...picture },
      { notMerge: true },
    );
  }, [option, height, drawn, dark, printing]);

  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });

  return <div ref={box} className="chart" style={{ height }} role="img" aria-label={label} />;
}

function opened(box: HTMLElement, width: number, height: number, pick: (index: number) => void): EChartsType {
  const chart = init(box, null, { renderer: "svg", width, height });
  chart.on("click", ({ dataIndex }) => pick(dataIndex));
  return chart;
}
