/** The texts of the history. They come with the first one that is opened. */

import en from "./history.en.json";
import { i18n } from "./i18n";

i18n.addResourceBundle("en", "translation", en, true);
