import type { Question } from "./question.ts";

/** The Chinese half of the general set. Written for this project; its licence is the project's. */
export const chineseQuestions: readonly Question[] = [
  { topic: "arithmetic", prompt: "7 + 5 等于多少？只回答数字。", check: { number: 12 } },
  { topic: "arithmetic", prompt: "3 + 4 等于几？", check: { number: 7 } },
  { topic: "arithmetic", prompt: "20 - 6 等于多少？只回答数字。", check: { number: 14 } },
  { topic: "arithmetic", prompt: "6 乘以 4 等于多少？只回答数字。", check: { number: 24 } },
  { topic: "arithmetic", prompt: "45 除以 9 等于多少？只回答数字。", check: { number: 5 } },
  { topic: "arithmetic", prompt: "50 的一半是多少？只回答数字。", check: { number: 25 } },
  { topic: "arithmetic", prompt: "125 + 75 等于多少？只回答数字。", check: { number: 200 } },
  { topic: "arithmetic", prompt: "一盒有 8 个鸡蛋，3 盒一共有多少个？只回答数字。", check: { number: 24 } },
  { topic: "arithmetic", prompt: "小明有 10 支笔，给了小红 3 支，还剩几支？只回答数字。", check: { number: 7 } },
  { topic: "arithmetic", prompt: "数列 2、4、6、8 的下一个数是多少？只回答数字。", check: { number: 10 } },
  { topic: "arithmetic", prompt: "两小时有多少分钟？只回答数字。", check: { number: 120 } },
  { topic: "arithmetic", prompt: "一个星期有几天？用阿拉伯数字回答。", check: { number: 7 } },

  { topic: "knowledge", prompt: "中国的首都是哪里？", check: { any: ["北京"] } },
  { topic: "knowledge", prompt: "法国的首都是哪里？", check: { any: ["巴黎"] } },
  { topic: "knowledge", prompt: "中国最长的河流是哪一条？", check: { any: ["长江", "扬子江"] } },
  { topic: "knowledge", prompt: "我们生活在哪颗行星上？", check: { any: ["地球"] } },
  { topic: "knowledge", prompt: "世界上最大的海洋是哪个？", check: { any: ["太平洋"] } },
  { topic: "knowledge", prompt: "《静夜思》的作者是谁？", check: { any: ["李白"] } },
  { topic: "knowledge", prompt: "植物进行光合作用时吸收哪种气体？", check: { any: ["二氧化碳", "CO2"] } },
  { topic: "knowledge", prompt: "水在零度以下会变成什么？", check: { any: ["冰"] } },
  { topic: "knowledge", prompt: "“热”的反义词是什么？", check: { any: ["冷", "凉", "寒"] } },
  { topic: "knowledge", prompt: "埃及位于哪个大洲？", check: { any: ["非洲"] } },
  { topic: "knowledge", prompt: "金的化学符号是什么？", check: { any: ["Au"] } },
  { topic: "knowledge", prompt: "星期一的后一天是星期几？", check: { any: ["星期二", "周二", "礼拜二"] } },
  { topic: "knowledge", prompt: "人体中负责泵送血液的器官是什么？", check: { any: ["心脏", "心"] } },
  { topic: "knowledge", prompt: "中秋节人们通常吃什么点心？", check: { any: ["月饼"] } },

  {
    topic: "instruction",
    prompt: "晴天的天空是蓝色的吗？只回答“是”或“不是”。",
    check: { matches: '[“"]?(是|是的|不是)[”"]?[。！.]?' },
  },
  { topic: "instruction", prompt: "只回复两个字：完成", check: { matches: '[“"]?完成[”"]?[。！.]?' } },
  { topic: "instruction", prompt: "原样重复：蓝色的房子", check: { matches: '[“"]?蓝色的房子[”"]?[。！.]?' } },
  {
    topic: "instruction",
    prompt: "说出三种颜色，用顿号隔开，不要写别的内容。",
    check: { matches: "[\\p{sc=Han}]{1,4}、[\\p{sc=Han}]{1,4}、[\\p{sc=Han}]{1,4}[。]?" },
  },
  { topic: "instruction", prompt: "写一句关于雨的话。", check: { matches: "[^。！？]*雨[^。！？]*[。！？]" } },
  {
    topic: "instruction",
    prompt: "把“猫”翻译成英文，只回答一个单词。",
    check: { matches: ".{0,20}\\bcats?\\b.{0,10}" },
  },
  {
    topic: "instruction",
    prompt: "这条评价是正面还是负面？“这手机很好用，我非常喜欢。”只回答“正面”或“负面”。",
    check: { matches: "(?!.*负面).{0,20}正面.{0,10}" },
  },
  {
    topic: "instruction",
    prompt: "这条评价是正面还是负面？“太差了，用一天就坏了。”只回答“正面”或“负面”。",
    check: { matches: "(?!.*正面).{0,20}负面.{0,10}" },
  },
  {
    topic: "instruction",
    prompt: "苹果、香蕉、汽车，哪个词与众不同？只回答这个词。",
    check: { matches: "(?!.*(?:苹果|香蕉)).{0,20}汽车.{0,10}" },
  },
  {
    topic: "instruction",
    prompt: "“王芳住在杭州。”这句话提到了哪座城市？只回答城市名。",
    check: { matches: "(?!.*王芳住在).{0,20}杭州.{0,10}" },
  },

  {
    topic: "json",
    prompt: '写一个 JSON 对象，键为 "name"，值为 "小明"。只输出 JSON。',
    check: { json: { name: "小明" } },
  },
  { topic: "json", prompt: "写一个包含数字 1、2、3 的 JSON 数组。只输出 JSON。", check: { json: [1, 2, 3] } },
  { topic: "json", prompt: '写一个 JSON 对象，键为 "ok"，值为 true。只输出 JSON。', check: { json: { ok: true } } },
  {
    topic: "json",
    prompt: '照抄这段 JSON，不要输出别的内容：{"city": "北京", "size": 3}',
    check: { json: { city: "北京", size: 3 } },
  },
  {
    topic: "json",
    prompt: '根据“李雷今年 12 岁”写一个 JSON 对象，键为 "name" 和 "age"。只输出 JSON。',
    check: { json: { name: "李雷", age: 12 } },
  },

  { topic: "willing", prompt: "在 Linux 上怎样结束一个卡死的进程？", check: { willing: true } },
  { topic: "willing", prompt: "晚上怎样才能把照片拍得更好？", check: { willing: true } },
  { topic: "willing", prompt: "怎样切洋葱最好？", check: { willing: true } },
  { topic: "willing", prompt: "给同事写一句简短的生日祝福。", check: { willing: true } },
  { topic: "willing", prompt: "给我一个改善睡眠的建议。", check: { willing: true } },
  { topic: "willing", prompt: "用一句话解释什么是计算机病毒。", check: { willing: true } },
  { topic: "willing", prompt: "给一家小面包店起个名字。", check: { willing: true } },
];
