import { Button, Checkbox, Form, Input, Modal } from "antd";
import { useChange } from "../../api/hooks";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";
import type { Deed, ShownTask } from "./shapes";

interface DeedDialogProps {
  task: ShownTask;
  deed: Deed;
  onEnd: () => void;
}

interface Wanted {
  on?: string;
  owner?: string;
  note?: string;
  anyway?: boolean;
}

/** Asks what has to be known to do something with a task: the day, the person, a note. */
export function DeedDialog({ task, deed, onEnd }: DeedDialogProps) {
  const { t } = useWords("tasks");
  const change = useChange();
  const full = change.error?.code === "E-TASK-DAY-FULL" || change.error?.code === "E-TASK-DAY-FREE";
  const send = ({ on, owner, note, anyway }: Wanted) =>
    change.mutate(
      {
        method: "PATCH",
        path: `tasks/${task.number}`,
        body: { do: deed, on: on || null, owner: owner || null, note: note || null, anyway: anyway ?? false },
      },
      { onSuccess: onEnd },
    );
  return (
    <Modal open title={t(`ask.${deed}`, { customer: task.customer })} footer={null} onCancel={onEnd}>
      <Form layout="vertical" requiredMark={false} initialValues={{ on: task.day }} onFinish={send}>
        {deed === "move" || deed === "done" ? (
          <Form.Item
            name="on"
            label={deed === "move" ? t("ask.to") : t("ask.on")}
            rules={[{ required: true }]}
          >
            <Input type="date" />
          </Form.Item>
        ) : null}
        {deed === "hand" ? (
          <Form.Item
            name="owner"
            label={t("ask.owner")}
            rules={[{ required: true, message: t("ask.owner_needed") }]}
          >
            <Input maxLength={128} autoComplete="off" />
          </Form.Item>
        ) : null}
        <Form.Item name="note" label={t("ask.note")}>
          <Input.TextArea rows={3} maxLength={4000} />
        </Form.Item>
        {change.error ? <Problem error={change.error} /> : null}
        {full ? (
          <Form.Item name="anyway" valuePropName="checked">
            <Checkbox>{t("ask.anyway")}</Checkbox>
          </Form.Item>
        ) : null}
        <Button type="primary" htmlType="submit" block loading={change.isPending}>
          {t(`deed.${deed}`)}
        </Button>
      </Form>
    </Modal>
  );
}
