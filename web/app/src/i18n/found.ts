/** The texts that say who looked for the rows of an app. They come with the first list that says so. */
import en from "./found.en.json";
import { i18n } from "./i18n";

i18n.addResourceBundle("en", "translation", en, true);
