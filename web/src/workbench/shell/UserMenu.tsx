import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown, type MenuProps } from "antd";
import { useTranslation } from "react-i18next";
import { useAppearance } from "../../ui/appearance";
import { call } from "../api/client";
import { useChange } from "../api/hooks";
import { keepLanguage } from "../kept";
import { useSession } from "../session";
import { LogoutOutlined, MoonOutlined, SunOutlined, TranslationOutlined, UserOutlined } from "../ui/icons";
import { useWords } from "../words/useWords";

/** Language, colours and the way out. */
export function UserMenu() {
  const { t } = useWords();
  const { user } = useSession();
  const { dark, toggle } = useAppearance();
  const change = useChange();
  const switchLanguage = useLanguageSwitch();
  const signOut = useSignOut();
  const items: MenuProps["items"] = [
    {
      key: "who",
      type: "group",
      label: `${user.name} · ${t(`role.${user.role}`)}`,
      children: [
        { key: "out", icon: <LogoutOutlined />, label: t("shell.sign_out"), onClick: () => void signOut() },
      ],
    },
  ];
  const changeColours = () => {
    toggle();
    change.mutate({ method: "PUT", path: "me", body: { theme: dark ? "light" : "dark" } });
  };
  const colours = t(dark ? "shell.to_light" : "shell.to_dark");
  return (
    <>
      <Button type="text" icon={<TranslationOutlined />} className="tool-language" onClick={switchLanguage}>
        {t("shell.other_language")}
      </Button>
      <Button
        type="text"
        icon={dark ? <SunOutlined /> : <MoonOutlined />}
        aria-label={colours}
        title={colours}
        onClick={changeColours}
      />
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <Button
          type="text"
          icon={<UserOutlined />}
          aria-label={`${t("shell.user")} ${user.name}`}
          className="tool-user"
        >
          <span className="tool-name">{user.name}</span>
        </Button>
      </Dropdown>
    </>
  );
}

/** Return what turns the page into the other language, and has the server remember it for this person. */
function useLanguageSwitch(): () => void {
  const { i18n } = useTranslation();
  const { lang } = useWords();
  const change = useChange();
  return () => {
    const other = lang === "zh" ? "en" : "zh";
    keepLanguage(other);
    void i18n.changeLanguage(other);
    change.mutate({ method: "PUT", path: "me", body: { language: other } });
  };
}

function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await call("DELETE", "session").catch(() => null);
    // Nothing that was read may stay in view for the next person at this screen.
    client.clear();
    window.location.assign(document.baseURI);
  };
}
