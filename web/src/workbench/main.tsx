import { createRoot } from "react-dom/client";
import { translator } from "../i18n/setup";
import { App } from "./App";
import { keptLanguage } from "./kept";
import { catalogues } from "./words/catalogues";
import "../styles/index.css";
import "./styles/index.css";

const root = document.getElementById("root");
const nonce = document.querySelector<HTMLMetaElement>('meta[name="shuke-nonce"]')?.content ?? "";

if (root) createRoot(root).render(<App i18n={translator(keptLanguage(), catalogues())} nonce={nonce} />);
