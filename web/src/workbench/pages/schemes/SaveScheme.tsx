import { Form, Input, Modal } from "antd";
import { useChange } from "../../api/hooks";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";

interface SaveSchemeProps {
  text: string;
  /** The scheme that the text was made from. */
  of: string;
  suggestion: string;
  open: boolean;
  onClose: () => void;
  onSaved: (id: string) => void;
}

const ID = /^[a-z0-9][a-z0-9-]{0,59}$/;

/** Keeps the text as a scheme of one's own under an id that a person gives. */
export function SaveScheme({ text, of, suggestion, open, onClose, onSaved }: SaveSchemeProps) {
  const { t } = useWords("schemes");
  const change = useChange();
  const [form] = Form.useForm<{ id: string }>();
  const save = ({ id }: { id: string }) =>
    change.mutate(
      { method: "PUT", path: `schemes/${id}`, body: { text, copy_of: id === of ? null : of } },
      { onSuccess: () => onSaved(id) },
    );
  return (
    <Modal
      open={open}
      title={t("save.title")}
      okText={t("form.save")}
      cancelText={t("form.cancel")}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ id: suggestion }}
        onFinish={save}
      >
        <Form.Item
          name="id"
          label={t("save.id")}
          extra={t("save.id_hint")}
          rules={[{ required: true, pattern: ID, message: t("save.id_wrong") }]}
        >
          <Input autoFocus />
        </Form.Item>
        {change.error ? <Problem error={change.error} /> : null}
      </Form>
    </Modal>
  );
}
