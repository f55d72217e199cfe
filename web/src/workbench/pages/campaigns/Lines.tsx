import { Button, Input } from "antd";
import { CloseOutlined, PlusOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import type { Line } from "./draft";

interface LinesProps {
  title: string;
  hint?: string;
  lines: Line[];
  change: (lines: Line[]) => void;
  /** At least one line stays. */
  least?: number;
}

/** Lines of a name and an amount, such as print and postage; more can be added. */
export function Lines({ title, hint, lines, change, least = 0 }: LinesProps) {
  const { t } = useWords("campaigns");
  const put = (place: number, line: Line) =>
    change(lines.map((one, index) => (index === place ? line : one)));
  return (
    <fieldset className="campaign-lines">
      <legend>{title}</legend>
      {hint ? <p className="quiet">{hint}</p> : null}
      {lines.map((line, place) => (
        <div key={place} className="campaign-line">
          <Input
            value={line.name}
            maxLength={80}
            aria-label={t("form.line_name", { title, number: place + 1 })}
            placeholder={t("form.line")}
            onChange={({ target }) => put(place, { ...line, name: target.value })}
          />
          <Input
            value={line.amount}
            inputMode="decimal"
            aria-label={t("form.line_amount", { title, number: place + 1 })}
            placeholder={t("form.amount")}
            onChange={({ target }) => put(place, { ...line, amount: target.value.trim() })}
          />
          <Button
            type="text"
            icon={<CloseOutlined />}
            disabled={lines.length <= least}
            aria-label={t("form.line_remove", { title, number: place + 1 })}
            onClick={() => change(lines.filter((_, index) => index !== place))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => change([...lines, { name: "", amount: "" }])}
      >
        {t("form.line_add")}
      </Button>
    </fieldset>
  );
}
