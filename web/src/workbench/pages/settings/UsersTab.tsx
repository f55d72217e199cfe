import { Button, Modal, Tag } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { User } from "../../api/shapes";
import { useSession } from "../../session";
import { Fetched } from "../../states/Fetched";
import { PlusOutlined } from "../../ui/icons";
import { useAsk } from "../../ui/useAsk";
import { useWords } from "../../words/useWords";
import { UserForm } from "./UserForm";

/** Who may sign in, and as what. */
export default function UsersTab() {
  const { t } = useWords("settings");
  const users = useData<User[]>("users", { query: { size: 200 } });
  const [edited, setEdited] = useState<User | "new" | null>(null);
  const close = () => setEdited(null);
  return (
    <Section
      id="users"
      title={t("users.title")}
      lead={t("users.lead")}
      aside={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
          {t("users.add")}
        </Button>
      }
    >
      <Fetched of={users}>{(all) => <UserTable users={all} onEdit={setEdited} />}</Fetched>
      <Modal
        open={edited !== null}
        title={edited === "new" ? t("users.add") : t("users.edit", { name: edited?.name })}
        footer={null}
        onCancel={close}
        destroyOnHidden
      >
        <UserForm user={edited === "new" ? null : edited} onDone={close} />
      </Modal>
    </Section>
  );
}

function UserTable({ users, onEdit }: { users: User[]; onEdit: (user: User) => void }) {
  const { t, dates } = useWords("settings");
  const { user: me } = useSession();
  const ask = useAsk();
  const remove = ({ name }: User) =>
    ask(
      {
        title: t("users.remove_title", { name }),
        text: t("users.remove_text"),
        yes: t("users.remove"),
        danger: true,
      },
      { method: "DELETE", path: `users/${encodeURIComponent(name)}` },
    );
  return (
    <DataTable
      cards
      title={t("users.title")}
      rows={users}
      rowKey={({ name }) => name}
      columns={[
        {
          key: "name",
          title: t("users.name"),
          render: ({ name, active }) => (
            <span className="run-name">
              <strong>{name}</strong>
              {active ? null : <Tag>{t("users.inactive")}</Tag>}
            </span>
          ),
        },
        { key: "role", title: t("users.role"), render: ({ role }) => t(`role.${role}`) },
        { key: "owner", title: t("users.owner"), render: ({ owner }) => owner ?? "–" },
        { key: "seen", title: t("users.seen"), render: ({ seen }) => dates.moment(seen) },
        {
          key: "change",
          title: "",
          render: (user) => (
            <span className="row-actions">
              <Button size="small" onClick={() => onEdit(user)}>
                {t("users.change")}
              </Button>
              {user.name === me.name ? null : (
                <Button size="small" danger onClick={() => remove(user)}>
                  {t("users.remove")}
                </Button>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}
