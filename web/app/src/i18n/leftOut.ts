/** The texts for declarations that are left out. They come with the dialogs that declare. */
import { i18n } from "./i18n";
import en from "./leftOut.en.json";

i18n.addResourceBundle("en", "translation", en, true);
