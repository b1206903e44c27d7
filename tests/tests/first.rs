use omniplug_core::sandbox::*;
use omniplug_tests::fixture::*;
use serde_json::json;
#[tokio::test]
async fn first() {
    let s = native(true);
    println!("{:#?}", s.probe().await.map_err(|e| e.to_string()));
    let f = Fixture::new(
        Language::Python,
        "import os\ndef execute(data):\n    print('hello', os.getpid(), os.getuid(), os.listdir('/'), os.listdir('/plugin'), os.listdir('/proc'))\n    return {'x': data}\n",
    );
    let o = f.run(&s, json!({"a":[1,2.5]})).await;
    println!("{:#?}", o);
    for _ in 0..5 {
        let t = std::time::Instant::now();
        f.run(&s, json!({"a":[1,2.5]})).await;
        println!("{:?}", t.elapsed());
    }
}
