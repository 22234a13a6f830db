import './page.js';
import * as session from './session.js';

if (session.token()) location.replace('/home');
