/** The texts for what apps do with a record. They come with the first record that is opened. */
import en from "./actions.en.json";
import { i18n } from "./i18n";

i18n.addResourceBundle("en", "translation", en, true);
