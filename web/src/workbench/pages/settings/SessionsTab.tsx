import { Button, Tag } from "antd";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { SignedIn } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { useAsk } from "../../ui/useAsk";
import { useWords } from "../../words/useWords";

/** Who is signed in now, from where; any of it can be ended. */
export default function SessionsTab() {
  const { t, dates } = useWords("settings");
  const sessions = useData<SignedIn[]>("sessions", { query: { size: 200 } });
  const ask = useAsk();
  const end = ({ id, user }: SignedIn) =>
    ask(
      {
        title: t("sessions.end_title", { user }),
        text: t("sessions.end_text"),
        yes: t("sessions.end"),
        danger: true,
      },
      { method: "DELETE", path: `sessions/${id}` },
    );
  return (
    <Section id="sessions" title={t("sessions.title")} lead={t("sessions.lead")}>
      <Fetched of={sessions}>
        {(all) => (
          <DataTable
            cards
            title={t("sessions.title")}
            rows={all}
            rowKey={({ id }) => id}
            columns={[
              {
                key: "user",
                title: t("users.name"),
                render: ({ user, current }) => (
                  <span className="run-name">
                    {user}
                    {current ? <Tag color="processing">{t("sessions.current")}</Tag> : null}
                  </span>
                ),
              },
              { key: "seen", title: t("sessions.seen"), render: ({ seen }) => dates.ago(seen) },
              { key: "created", title: t("sessions.since"), render: ({ created }) => dates.moment(created) },
              { key: "address", title: t("sessions.address"), render: ({ address }) => address ?? "–" },
              {
                key: "agent",
                title: t("sessions.agent"),
                render: ({ agent }) => <span className="agent">{agent ?? "–"}</span>,
              },
              {
                key: "end",
                title: "",
                render: (one) =>
                  one.current ? null : (
                    <Button size="small" danger onClick={() => end(one)}>
                      {t("sessions.end")}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Fetched>
    </Section>
  );
}
