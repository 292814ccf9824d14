//! x
#![allow(clippy::all, clippy::unwrap_used, missing_docs)]
use limen_screening::*; use limen_domain::*; use std::time::*;
fn main(){
 let mut s:u64=88172645463325252; let mut r=move |n:usize|{s^=s<<13;s^=s>>7;s^=s<<17;(s>>11) as usize % n};
 let mut rows=vec![];
 for f in ["global","us"]{ for row in csv::Reader::from_path(format!("../shared/data/people/synthetic_{f}.csv")).unwrap().records(){let row=row.unwrap(); rows.push((row[1].to_string(),row[2].to_string(),row[3].to_string()));}}
 let n:usize=std::env::args().nth(1).unwrap().parse().unwrap();
 let sc=|x:&str|x.chars().next().map_or(0,|c|(c as u32)>>8);
 let mut by=std::collections::BTreeMap::<u32,Vec<usize>>::new(); for (i,x) in rows.iter().enumerate(){by.entry(sc(&x.2)).or_default().push(i);}
 let list=ListName::parse("x").unwrap();
 let mut b=Builder::default();
 let mut mk=|r:&mut dyn FnMut(usize)->usize|{let i=r(rows.len()); let g=&by[&sc(&rows[i].2)]; let a=&rows[g[r(g.len())]]; let m=&rows[g[r(g.len())]]; if r(10)<4 {format!("{} {} {}",a.0,m.0,rows[i].2)} else {format!("{} {}",a.0,rows[i].2)}};
 for i in 0..n{ let mut a=Alert::new(list.clone(),AlertId::parse(&format!("A{i}")).unwrap(),Action::Refer);
  let name=mk(&mut r); let mut c:Vec<char>=name.chars().collect(); let k=r(c.len()-1); c.swap(k,k+1);
  a.names=vec![name, c.into_iter().collect()]; a.birth_dates=vec![format!("{}-{:02}-{:02}",1940+r(60),1+r(12),1+r(28)).parse().unwrap()]; b.add(&a);}
 let ix=b.finish();
 let mut ts=vec![];
 for _ in 0..5000{ let q=mk(&mut r); let s=Subject{names:vec![WrittenName::from(q.as_str())],birth_date:Some(format!("{}-{:02}-{:02}",1940+r(60),1+r(12),1+r(28)).parse().unwrap()),..Default::default()};
  let t=Instant::now(); std::hint::black_box(ix.screen(&s,jiff::civil::date(2026,1,1))); let t=t.elapsed(); 
  let t2=Instant::now(); std::hint::black_box(ix.screen(&s,jiff::civil::date(2026,1,1))); ts.push((t,t2.elapsed(),q)); }
 if let Ok(q)=std::env::var("Q"){ for _ in 0..2000 { std::hint::black_box(ix.screen(&Subject{names:vec![WrittenName::from(q.as_str())],birth_date:Some("1970-03-04".parse().unwrap()),..Default::default()},jiff::civil::date(2026,1,1)));} }
 ts.sort(); ts.reverse(); for x in ts.iter().take(25){println!("{:?}",x);} println!("median {:?} p99 {:?}",ts[2500].0,ts[50].0); let mut w:Vec<_>=ts.iter().map(|x|x.1).collect(); w.sort(); println!("warm median {:?} p99 {:?}",w[2500],w[4950]);
}
