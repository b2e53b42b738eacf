/** The texts of exports and imports. They come with the first dialog that is opened. */
import { i18n } from "./i18n";
import en from "./transfer.en.json";

i18n.addResourceBundle("en", "translation", en, true);
