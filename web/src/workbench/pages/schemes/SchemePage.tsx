import { Link, useParams } from "react-router";
import { useData } from "../../api/hooks";
import { useLink } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { ArrowLeftOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import { SchemeDesk } from "./SchemeDesk";
import type { SchemeCard, SchemeText } from "./shapes";

/** One scheme: its text, what it says, what it would do; changed here, tried here, kept here. */
export default function SchemePage() {
  const { t } = useWords("schemes");
  const link = useLink();
  const { id = "" } = useParams();
  const scheme = useData<SchemeText>(`schemes/${encodeURIComponent(id)}`);
  const all = useData<SchemeCard[]>("schemes");
  return (
    <>
      <Link to={link("/schemes")} className="back">
        <ArrowLeftOutlined /> {t("back")}
      </Link>
      <Fetched of={scheme}>
        {(one) => (
          <SchemeDesk key={one.id} scheme={one} card={all.data?.find((card) => card.id === one.id)} />
        )}
      </Fetched>
    </>
  );
}
