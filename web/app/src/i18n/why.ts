/** The texts of the question what hides something. They come with it. */
import { i18n } from "./i18n";
import en from "./why.en.json";

i18n.addResourceBundle("en", "translation", en, true);
