import { startLanguage } from './core/i18n.js';
import './core/prefs.js';
import './shell.js';
import { startNotifications } from './core/notify.js';
import { startSession } from './core/session.js';

await startLanguage();
startNotifications();
await startSession();
