import { Slider } from "antd";
import { useRef } from "react";
import { useWords } from "../../words/useWords";
import type { Weight } from "./shapes";
import { rebalanced, rewritten } from "./weightText";

interface WeightsProps {
  /** The weights of a text that was looked at, and that text: places are only right in it. */
  weights: readonly Weight[];
  of: string;
  text: string;
  onText: (text: string) => void;
  disabled: boolean;
}

interface Base {
  text: string;
  weights: readonly Weight[];
}

/** A slider for each weight: sliding writes other numbers into the text. */
export function Weights({ weights, of, text, onText, disabled }: WeightsProps) {
  const { t } = useWords("schemes");
  const base = useRef<Base | null>(null);
  const values = useRef(new Map<string, string>());
  if (of === text) {
    base.current = { text, weights };
    values.current = new Map(weights.map((one) => [`${one.of} ${one.name}`, one.value]));
  }
  const owners = [...new Set(weights.map((one) => one.of))];
  const slide = (owner: string, name: string, value: number) => {
    if (!base.current) return;
    const mine = base.current.weights.filter((one) => one.of === owner);
    const next = rebalanced(mine, name, String(value));
    for (const [other, said] of next) values.current.set(`${owner} ${other}`, said);
    onText(rewritten(base.current.text, mine, next));
  };
  return owners.map((owner) => {
    const mine = weights.filter((one) => one.of === owner);
    const elsewhere = mine.some(({ line }) => line === null);
    return (
      <fieldset key={owner} className="weights">
        <legend>{mine[0]?.of_title}</legend>
        {mine.map((one) => (
          <OneWeight
            key={one.name}
            weight={one}
            value={values.current.get(`${owner} ${one.name}`) ?? one.value}
            disabled={disabled || elsewhere}
            onSlide={(value) => slide(owner, one.name, value)}
          />
        ))}
        {elsewhere ? <p className="quiet">{t("weights.elsewhere")}</p> : null}
      </fieldset>
    );
  });
}

interface OneWeightProps {
  weight: Weight;
  value: string;
  disabled: boolean;
  onSlide: (value: number) => void;
}

function OneWeight({ weight, value, disabled, onSlide }: OneWeightProps) {
  const most = weight.total === "one" ? 1 : Math.max(1, Math.ceil(Number(weight.value) * 2));
  const least = Math.min(0, Math.floor(Number(weight.value) * 2));
  return (
    <div className="weight">
      <span className="weight-name">{weight.title}</span>
      <Slider
        min={least}
        max={most}
        step={0.01}
        value={Number(value)}
        disabled={disabled}
        tooltip={{ open: false }}
        ariaLabelForHandle={weight.title}
        onChange={onSlide}
      />
      <output className="weight-value">{value}</output>
    </div>
  );
}
