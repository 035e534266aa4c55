// The pictograms that a theme can have (stedennet/network/models/themes.py, Icon) and those of articles and events.
export const ICONS = [
  "bike", "bus", "shield-check", "heart-pulse", "recycle", "leaf", "sun", "zap", "droplets", "trees", "house", "building-2",
  "landmark", "users", "graduation-cap", "briefcase-business", "lightbulb", "wifi", "chart-line", "handshake",
  "newspaper", "calendar-days", "megaphone",
];
