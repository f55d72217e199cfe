import { Button, Dropdown, Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useChange } from "../../api/hooks";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";
import type { ShownWarning } from "./shapes";

const RESTS = ["7d", "14d", "30d"] as const;
const OUTCOMES = ["kept", "lost", "false_alarm", "other"] as const;

/** What can be done with an open warning; of a closed one, what came of it. */
export function Deeds({ warning, may }: { warning: ShownWarning; may: boolean }) {
  const { t, dates } = useWords("warnings");
  const [closing, setClosing] = useState(false);
  const change = useChange();
  const { number, outcome, closed_on, snoozed_until } = warning;
  if (closed_on)
    return (
      <span>
        {t(`outcome.${outcome ?? "other"}`)} <span className="quiet nowrap">{dates.day(closed_on)}</span>
      </span>
    );
  const rest = snoozed_until ? (
    <span className="quiet nowrap">{t("rests_until", { day: dates.day(snoozed_until) })}</span>
  ) : null;
  if (!may) return rest ?? <span>{t("status.open")}</span>;
  const snooze = (until: string) =>
    change.mutate({ method: "PATCH", path: `warnings/${number}`, body: { do: "snooze", until } });
  return (
    <div className="warning-deeds">
      {rest}
      <Dropdown
        menu={{
          items: RESTS.map((key) => ({ key, label: t(`rest.${key}`) })),
          onClick: ({ key }) => snooze(key),
        }}
        trigger={["click"]}
      >
        <Button size="small" loading={change.isPending}>
          {t("rest.button")}
        </Button>
      </Dropdown>
      <Button size="small" type="primary" onClick={() => setClosing(true)}>
        {t("close.button")}
      </Button>
      {change.error ? <Problem error={change.error} /> : null}
      <Modal
        open={closing}
        title={t("close.title", { number, customer: warning.customer })}
        footer={null}
        onCancel={() => setClosing(false)}
        destroyOnHidden
      >
        <CloseForm number={number} onDone={() => setClosing(false)} />
      </Modal>
    </div>
  );
}

function CloseForm({ number, onDone }: { number: number; onDone: () => void }) {
  const { t } = useWords("warnings");
  const change = useChange();
  const close = ({ outcome, note }: { outcome: string; note?: string }) =>
    change.mutate(
      { method: "PATCH", path: `warnings/${number}`, body: { do: "close", outcome, note: note ?? "" } },
      { onSuccess: onDone },
    );
  return (
    <Form layout="vertical" requiredMark={false} initialValues={{ outcome: "kept" }} onFinish={close}>
      <Form.Item name="outcome" label={t("close.outcome")}>
        <Radio.Group
          className="warning-outcomes"
          options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t("close.note")}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      {change.error ? <Problem error={change.error} /> : null}
      <Button type="primary" htmlType="submit" block loading={change.isPending}>
        {t("close.button")}
      </Button>
    </Form>
  );
}
