"""Contrast as WCAG 2.2 counts it, in JavaScript: functions for what a test evaluates on a page."""

CONTRAST = """
    const channels = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
    const brightness = ([red, green, blue]) => [red, green, blue].map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = box => {
        for (let around = box.parentElement; around; around = around.parentElement) {
            const colour = channels(getComputedStyle(around).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    const contrast = (box, ink) => {
        const [first, second] = [channels(ink), ground(box)].map(brightness);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    };
"""
"""`contrast(element, colour)`: of this colour with what lies behind the element."""
